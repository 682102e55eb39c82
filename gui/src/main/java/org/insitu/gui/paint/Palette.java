package org.insitu.gui.paint;

import java.util.List;
import javafx.scene.paint.Color;
import org.insitu.trainer.picture.ColourMaps;

/**
 * Colours of what is drawn by hand, one set per theme.
 *
 * @param dark whether the ground is dark
 * @param ground behind everything
 * @param panel behind charts
 * @param text writing
 * @param muted writing of less weight, axes
 * @param faint grids, waveguides that were not read
 * @param accent selections
 * @param curves colours of curves, distinct with any colour vision
 */
public record Palette(
    boolean dark,
    Color ground,
    Color panel,
    Color text,
    Color muted,
    Color faint,
    Color accent,
    List<Color> curves) {
  /** For the light theme. Curves are of the Okabe-Ito set. */
  public static final Palette LIGHT =
      new Palette(
          false,
          Color.web("#ffffff"),
          Color.web("#ffffff"),
          Color.web("#1f2328"),
          Color.web("#59636e"),
          Color.web("#d8dee4"),
          Color.web("#d55e00"),
          List.of(
              Color.web("#0072b2"),
              Color.web("#d55e00"),
              Color.web("#009e73"),
              Color.web("#cc79a7")));

  /** For the dark theme. */
  public static final Palette DARK =
      new Palette(
          true,
          Color.web("#0d1117"),
          Color.web("#0d1117"),
          Color.web("#e6edf3"),
          Color.web("#9198a1"),
          Color.web("#2f3742"),
          Color.web("#ffb000"),
          List.of(
              Color.web("#56b4e9"),
              Color.web("#e69f00"),
              Color.web("#2ec4a0"),
              Color.web("#e39bc4")));

  private static final int STEPS = 256;
  private static final Color[] PHASE = new Color[STEPS];
  private static final Color[] LEVEL = new Color[STEPS];
  private static final Color[] SHARE = new Color[STEPS];

  static {
    for (int i = 0; i < STEPS; i++) {
      PHASE[i] = of(ColourMaps.phase(2 * Math.PI * i / STEPS));
      LEVEL[i] = of(ColourMaps.level((double) i / (STEPS - 1)));
      SHARE[i] = of(ColourMaps.share((double) i / (STEPS - 1)));
    }
  }

  private static Color of(java.awt.Color colour) {
    return Color.rgb(colour.getRed(), colour.getGreen(), colour.getBlue());
  }

  /** Returns the colour of a phase [rad]: cyclic, light at 0, dark at π. */
  public static Color phase(double phaseRad) {
    double turn = phaseRad / (2 * Math.PI);
    return PHASE[(int) ((turn - Math.floor(turn)) * STEPS) % STEPS];
  }

  /**
   * Returns the colour of a power share 0..1, square-root scale: the ground's colour in the dark.
   */
  public Color power(double share) {
    double level = Math.sqrt(Math.max(0, Math.min(1, share)));
    // On a dark ground light is bright, on a light one it is ink. The palest ends would vanish.
    double position = dark ? 1 - level * 0.97 : 0.06 + 0.94 * level;
    return LEVEL[(int) Math.round(position * (STEPS - 1))];
  }

  /** Returns the colour of a share 0..1 of two classes: blue, neutral, orange. */
  public static Color share(double share) {
    return SHARE[(int) Math.round(Math.max(0, Math.min(1, share)) * (STEPS - 1))];
  }

  /** Returns the colour of a curve. */
  public Color curve(int index) {
    return curves.get(index % curves.size());
  }
}
