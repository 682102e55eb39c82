package org.insitu.driver.chip;

import org.insitu.mesh.chip.Arm;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.Coupler;
import org.insitu.mesh.chip.Heater;
import org.insitu.mesh.chip.HeaterKind;
import org.insitu.mesh.chip.HeaterRole;
import org.insitu.mesh.chip.MisplacedHeater;

/**
 * A chain of MZIs between the facet and the mesh, seen from the facet: MZI i takes what is left of
 * the light in row i, leaves the amplitude of port i in row i, and passes the rest on in row i+1,
 * where φ_i shifts it.
 *
 * <p>The same chain makes a vector (light from the facet) and, by reciprocity, analyzes one: phases
 * that make conj(y) send an arriving y entirely into row 0. A φ that was drawn on row i instead of
 * i+1 is taken into account.
 */
final class Chain {
  private final int size;
  private final int[] theta;
  private final int[] phi;
  private final boolean[] misplaced;
  private final int[] column;
  private final ChainMzi[] mzi;

  /**
   * Creates a chain.
   *
   * @param role generator or analyzer
   * @param couplerErrorRad splitting errors of all couplers of the chip [rad]
   */
  Chain(ChipLayout layout, HeaterRole role, double[] couplerErrorRad) {
    theta = layout.heaters(role, HeaterKind.THETA);
    phi = layout.heaters(role, HeaterKind.PHI);
    size = theta.length;
    misplaced = new boolean[size];
    column = new int[size];
    mzi = new ChainMzi[size];
    for (int i = 0; i < size; i++) {
      Heater own = layout.heaters().get(theta[i]);
      Heater shifter = layout.heaters().get(phi[i]);
      column[i] = own.column();
      double left = error(layout, couplerErrorRad, own.column() - 1, own.mziTopRow());
      double right = error(layout, couplerErrorRad, own.column(), own.mziTopRow());
      boolean fromLeft = role == HeaterRole.GENERATOR;
      mzi[i] =
          new ChainMzi(own.arm() == Arm.BOTTOM, fromLeft ? left : right, fromLeft ? right : left);
      misplaced[i] = isMisplaced(layout, shifter);
      int wanted = misplaced[i] ? i : i + 1;
      if (shifter.row() != wanted) {
        throw new IllegalArgumentException(
            "%s is φ number %d of the %s and must lie on row %d"
                .formatted(shifter.name(), i, role.id(), i + 1));
      }
    }
  }

  private static double error(ChipLayout layout, double[] errorRad, int boundary, int topRow) {
    return errorRad[layout.couplers().indexOf(new Coupler(boundary, topRow))];
  }

  private static boolean isMisplaced(ChipLayout layout, Heater shifter) {
    for (MisplacedHeater error : layout.layoutErrors()) {
      if (error.column() == shifter.column() && error.row() == shifter.row()) {
        return true;
      }
    }
    return false;
  }

  /** Returns the number of MZIs; the chain serves one port more. */
  int size() {
    return size;
  }

  /** Returns the position of θ_i in the layout. */
  int theta(int i) {
    return theta[i];
  }

  /** Returns the position of φ_i in the layout. */
  int phi(int i) {
    return phi[i];
  }

  /** Returns the column of MZI i. */
  int column(int i) {
    return column[i];
  }

  /**
   * Sets the phases that make a vector, up to a common factor.
   *
   * @param re real parts, ports 0..size
   * @param im imaginary parts
   * @param phaseRad phases of all heaters of the chip; Modified at this chain's heaters
   */
  void make(double[] re, double[] im, double[] phaseRad) {
    double[] rest = new double[size + 1]; // power from port i on
    rest[size] = re[size] * re[size] + im[size] * im[size];
    for (int i = size - 1; i >= 0; i--) {
      rest[i] = rest[i + 1] + re[i] * re[i] + im[i] * im[i];
    }
    double[] angle = new double[size];
    for (int i = 0; i < size; i++) {
      double own = re[i] * re[i] + im[i] * im[i];
      angle[i] = mzi[i].angle(own, rest[i + 1]);
      phaseRad[theta[i]] = angle[i];
    }
    // arg of what is made minus arg of what is wanted, fixed by port 0
    double common = mzi[0].topPhase(angle[0]) - phase(re[0], im[0]);
    double arriving = 0; // phase of the light at MZI i
    double[] shift = new double[size];
    for (int i = 0; i < size; i++) {
      double crossed = arriving + mzi[i].passedPhase(angle[i]);
      // The next port's light must arrive with what its own MZI will add taken off.
      double next = phase(re[i + 1], im[i + 1]) + common;
      if (i + 1 < size) {
        next -= mzi[i + 1].topPhase(angle[i + 1]);
      }
      shift[i] = next - crossed;
      arriving = next;
    }
    for (int i = 0; i < size; i++) {
      phaseRad[phi[i]] = shift[i];
    }
    for (int i = size - 1; i >= 0; i--) {
      if (misplaced[i]) {
        // Row i instead of row i+1: the wanted relative phase is -φ_i, and +φ_i for both rows comes
        // from
        // the φ in front of the MZI (or is common, where there is none).
        if (i > 0) {
          phaseRad[phi[i - 1]] += shift[i];
        }
        phaseRad[phi[i]] = -shift[i];
      }
    }
  }

  /**
   * Returns the vector that phases make.
   *
   * @param phaseRad phases of all heaters; Not modified
   * @param re real parts, ports 0..size; Modified
   * @param im imaginary parts; Modified
   */
  void made(double[] phaseRad, double[] re, double[] im) {
    double magnitude = 1;
    double phase = 0;
    for (int i = 0; i < size; i++) {
      double angle = phaseRad[theta[i]];
      double shift = phaseRad[phi[i]];
      double top = phase + mzi[i].topPhase(angle) + (misplaced[i] ? shift : 0);
      double own = magnitude * mzi[i].topMagnitude(angle);
      re[i] = own * StrictMath.cos(top);
      im[i] = own * StrictMath.sin(top);
      magnitude *= mzi[i].passedMagnitude(angle);
      phase += mzi[i].passedPhase(angle) + (misplaced[i] ? 0 : shift);
    }
    re[size] = magnitude * StrictMath.cos(phase);
    im[size] = magnitude * StrictMath.sin(phase);
  }

  /** Sets every MZI to bar, so that light keeps to its row. */
  void transparent(double[] phaseRad) {
    for (int i = 0; i < size; i++) {
      phaseRad[theta[i]] = Math.PI;
      phaseRad[phi[i]] = Math.PI;
    }
  }

  /**
   * Returns φ_i at which light y_i and what arrives from below leave together through the upper
   * output, from the φ_i at which that output is brightest at θ = π/2.
   *
   * <p>In a perfect MZI both are the same; imperfect couplers shift one against the other.
   *
   * @param angleRad θ that the MZI gets
   */
  double collectingRad(int i, double brightestRad, double angleRad) {
    double change = mzi[i].relativePhase(angleRad) - mzi[i].relativePhase(Math.PI / 2);
    return misplaced[i] ? brightestRad - change : brightestRad + change;
  }

  /** Returns θ_i that joins light of two powers in the upper output. */
  double joiningRad(int i, double topPower, double bottomPower) {
    return mzi[i].angle(topPower, bottomPower);
  }

  private static double phase(double re, double im) {
    return re == 0 && im == 0 ? 0 : StrictMath.atan2(im, re);
  }
}
