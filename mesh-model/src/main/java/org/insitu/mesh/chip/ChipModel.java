package org.insitu.mesh.chip;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.insitu.mesh.processor.Direction;

/**
 * Light through a whole chip: one element list for both directions, for fields and for taps.
 *
 * <p>Column by column: a section (loss, then the heater's phase) in every row, the taps, then the
 * couplers of the boundary to the next column. Backward light meets the same elements in reverse,
 * so that every transfer matrix is the transpose of the forward one. The tap of (column, row) sits
 * at the right of the heater, whose phase does not change its power; a section's loss lies at its
 * left.
 *
 * <p>Uses no library function whose last bit a JDK may choose, so that equal inputs give equal bits
 * everywhere. Not thread-safe: it owns its field buffers.
 */
public final class ChipModel {
  private static final double DB_PER_NEPER_FIELD = 20 / StrictMath.log(10);

  private final ChipLayout layout;
  private final int rows;
  private final int columns;
  private final int[][] heaterAt;
  private final double[][] fieldFactor;
  private final int[][] couplerTops;
  private final double[][] couplerCos;
  private final double[][] couplerSin;
  private final double[] re;
  private final double[] im;
  private final double[] sinCos = new double[2];

  /** Creates the model of a perfect chip. */
  public ChipModel(ChipLayout layout) {
    this(layout, ChipErrors.none(layout));
  }

  /**
   * Creates the model of an imperfect chip.
   *
   * @throws IllegalArgumentException if the errors do not fit the layout
   */
  public ChipModel(ChipLayout layout, ChipErrors errors) {
    this.layout = layout;
    rows = layout.rows();
    columns = layout.columns();
    List<Coupler> couplers = layout.couplers();
    if (errors.couplerErrorRad().length != couplers.size() || errors.lossDb().length != columns) {
      throw new IllegalArgumentException("errors do not fit the layout " + layout.name());
    }
    heaterAt = new int[columns][rows];
    for (int[] column : heaterAt) {
      Arrays.fill(column, -1);
    }
    for (int i = 0; i < layout.heaters().size(); i++) {
      heaterAt[layout.heaters().get(i).column()][layout.heaters().get(i).row()] = i;
    }
    fieldFactor = new double[columns][rows];
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < rows; row++) {
        fieldFactor[column][row] =
            StrictMath.exp(-errors.lossDb()[column][row] / DB_PER_NEPER_FIELD);
      }
    }
    couplerTops = new int[columns - 1][];
    couplerCos = new double[columns - 1][];
    couplerSin = new double[columns - 1][];
    for (int boundary = 0; boundary < columns - 1; boundary++) {
      int b = boundary;
      int[] at =
          IntStream.range(0, couplers.size())
              .filter(i -> couplers.get(i).boundary() == b)
              .toArray();
      couplerTops[boundary] = new int[at.length];
      couplerCos[boundary] = new double[at.length];
      couplerSin[boundary] = new double[at.length];
      for (int i = 0; i < at.length; i++) {
        double angle = Math.PI / 4 + errors.couplerErrorRad()[at[i]];
        couplerTops[boundary][i] = couplers.get(at[i]).topRow();
        couplerCos[boundary][i] = StrictMath.cos(angle);
        couplerSin[boundary][i] = StrictMath.sin(angle);
      }
    }
    re = new double[rows];
    im = new double[rows];
  }

  /** Returns the layout. */
  public ChipLayout layout() {
    return layout;
  }

  /**
   * Sends unit power into one row and returns the tap powers on the way.
   *
   * @param direction direction of light
   * @param inputRow row that is lit
   * @param phaseRad phase of every heater [rad], as {@link ChipLayout#heaters()}; Not modified
   * @param power tap powers, {@code [column][row]}; Modified
   */
  public void tapPowers(Direction direction, int inputRow, double[] phaseRad, double[][] power) {
    tapPowers(direction, inputRow, phaseRad, lastColumn(direction), power);
  }

  /**
   * Sends unit power into one row and returns the tap powers of the columns it meets up to one of
   * them. A read-out near the input is the cheaper for it.
   *
   * @param stopColumn last column to follow the light to
   * @param power tap powers, {@code [column][row]}; Modified up to {@code stopColumn} in the order
   *     of light, the other columns Not modified
   * @see #tapPowers(Direction, int, double[], double[][])
   */
  public void tapPowers(
      Direction direction, int inputRow, double[] phaseRad, int stopColumn, double[][] power) {
    launch(inputRow);
    run(
        direction,
        phaseRad,
        stopColumn,
        (column, fieldRe, fieldIm) -> {
          double[] out = power[column];
          for (int row = 0; row < rows; row++) {
            out[row] = fieldRe[row] * fieldRe[row] + fieldIm[row] * fieldIm[row];
          }
        });
  }

  /**
   * Sends unit power into one row and returns the fields at the taps.
   *
   * @param fieldRe real parts, {@code [column][row]}; Modified
   * @param fieldIm imaginary parts; Modified
   * @see #tapPowers(Direction, int, double[], double[][])
   */
  public void fields(
      Direction direction,
      int inputRow,
      double[] phaseRad,
      double[][] fieldRe,
      double[][] fieldIm) {
    launch(inputRow);
    run(
        direction,
        phaseRad,
        lastColumn(direction),
        (column, r, i) -> {
          System.arraycopy(r, 0, fieldRe[column], 0, rows);
          System.arraycopy(i, 0, fieldIm[column], 0, rows);
        });
  }

  private void launch(int inputRow) {
    Arrays.fill(re, 0);
    Arrays.fill(im, 0);
    re[inputRow] = 1;
  }

  private interface Visitor {
    void column(int column, double[] fieldRe, double[] fieldIm);
  }

  private int lastColumn(Direction direction) {
    return direction == Direction.FORWARD ? columns - 1 : 0;
  }

  private void run(Direction direction, double[] phaseRad, int stopColumn, Visitor visitor) {
    if (direction == Direction.FORWARD) {
      for (int column = 0; column <= stopColumn; column++) {
        attenuate(column);
        shift(column, phaseRad);
        visitor.column(column, re, im);
        if (column < stopColumn) {
          couple(column);
        }
      }
    } else {
      for (int column = columns - 1; column >= stopColumn; column--) {
        visitor.column(column, re, im);
        if (column > stopColumn) {
          shift(column, phaseRad);
          attenuate(column);
          couple(column - 1);
        }
      }
    }
  }

  private void attenuate(int column) {
    for (int row = 0; row < rows; row++) {
      re[row] *= fieldFactor[column][row];
      im[row] *= fieldFactor[column][row];
    }
  }

  private void shift(int column, double[] phaseRad) {
    int[] heaters = heaterAt[column];
    for (int row = 0; row < rows; row++) {
      if (heaters[row] >= 0) {
        SinCos.of(phaseRad[heaters[row]], sinCos);
        double s = sinCos[0];
        double c = sinCos[1];
        double r = re[row] * c - im[row] * s;
        im[row] = re[row] * s + im[row] * c;
        re[row] = r;
      }
    }
  }

  private void couple(int boundary) {
    int[] tops = couplerTops[boundary];
    for (int i = 0; i < tops.length; i++) {
      int top = tops[i];
      double c = couplerCos[boundary][i];
      double s = couplerSin[boundary][i];
      double ar = re[top];
      double ai = im[top];
      double br = re[top + 1];
      double bi = im[top + 1];
      re[top] = c * ar - s * bi;
      im[top] = c * ai + s * br;
      re[top + 1] = c * br - s * ai;
      im[top + 1] = c * bi + s * ar;
    }
  }
}
