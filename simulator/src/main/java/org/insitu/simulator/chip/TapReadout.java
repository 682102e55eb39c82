package org.insitu.simulator.chip;

import org.insitu.mesh.chip.ChipLayout;

/** From light at the taps to numbers: responsivity, noise, steps of the converter. */
final class TapReadout {
  final double[][] responsivity;
  private final double frameNoise;
  private final double additiveNoise;
  private final double fullScaleW;
  private final double stepW;
  private final RandomStream noise;

  TapReadout(ChipLayout layout, Imperfections imperfections, long seed) {
    responsivity = new double[layout.columns()][layout.rows()];
    RandomStream spread = new RandomStream(seed, "tap responsivity");
    for (double[] column : responsivity) {
      for (int row = 0; row < column.length; row++) {
        // Three standard deviations at the widest spread allowed stay positive.
        column[row] = 1 + imperfections.tapSpread() * spread.normal(3);
      }
    }
    frameNoise = imperfections.frameNoise();
    additiveNoise = imperfections.additiveNoise();
    fullScaleW = imperfections.adcFullScaleW();
    stepW = imperfections.adcBits() == 0 ? 0 : fullScaleW / ((1L << imperfections.adcBits()) - 1);
    noise = new RandomStream(seed, "read noise");
  }

  /**
   * Adds frames of one column.
   *
   * @param lightW power at the taps of the column [W], by row; Not modified
   * @param frames frames of the same light
   * @param sumW sum of the frames so far, by row; Modified
   */
  void add(int column, double[] lightW, double laserW, int frames, double[] sumW) {
    double total = 0;
    for (double light : lightW) {
      total += light;
    }
    double floor = additiveNoise * total * laserW;
    for (int row = 0; row < lightW.length; row++) {
      double signal = responsivity[column][row] * lightW[row] * laserW;
      double relative = frameNoise * signal;
      // Both noises are normal and independent: one deviate serves their sum.
      double sigma = Math.sqrt(frames * (relative * relative + floor * floor));
      double read = frames * signal;
      sumW[row] += quantise(sigma == 0 ? read : read + sigma * noise.normal(), frames);
    }
  }

  private double quantise(double powerW, int frames) {
    if (stepW == 0) {
      return powerW;
    }
    double limit = frames * fullScaleW;
    double clipped = Math.max(-limit, Math.min(limit, powerW));
    return stepW * Math.rint(clipped / stepW);
  }
}
