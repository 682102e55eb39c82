package org.insitu.driver.chip;

import org.insitu.driver.bench.TapFrame;
import org.insitu.driver.calibration.ChipOptics;
import org.insitu.driver.chip.ReadSettings.PhaseRead;
import org.insitu.driver.device.DeviceException;

/**
 * Reads the phases of arriving light with a chain: stage by stage, farthest from the facet first,
 * each stage is set so that all light so far leaves through its upper output. The phases of the
 * chain then tell the phases of the light.
 *
 * <p>With θ at π/2 the difference of the two outputs is cos(φ - φ*) with φ* the phase that sends
 * the light up once θ has its value; two or four settings find φ*.
 *
 * @see <a href="https://doi.org/10.1126/science.ade8450">Pai et al., Science 380, 398 (2023)</a>
 */
final class SelfConfiguration {
  /** One reading of the taps after writing phases. */
  interface Reader {
    TapFrame read(double[] phaseRad, int[] columns) throws DeviceException;
  }

  private final Chain chain;
  private final int facetwards;
  private final PhaseRead phaseRead;
  private final ChipOptics optics;

  /**
   * Creates a reader of phases.
   *
   * @param chain the chain that receives the light
   * @param optics what is known of the taps
   * @param facetwards +1 if the facet lies at higher columns than the mesh, -1 if at lower
   */
  SelfConfiguration(Chain chain, ChipOptics optics, int facetwards, PhaseRead phaseRead) {
    this.chain = chain;
    this.optics = optics;
    this.facetwards = facetwards;
    this.phaseRead = phaseRead;
  }

  /**
   * Configures the chain and returns the phases of the arriving light.
   *
   * @param amplitude magnitudes of the light at ports 0..size, any common scale; Not modified
   * @param phaseRad phases of all heaters; Modified at the chain's heaters
   * @param argRad phases of the light, up to a common one [rad]; Modified
   */
  void run(double[] amplitude, double[] phaseRad, double[] argRad, Reader reader)
      throws DeviceException {
    int size = chain.size();
    double rest = amplitude[size] * amplitude[size];
    for (int k = size - 1; k >= 0; k--) {
      double[] settings = phaseRead.phasesRad();
      double[] difference = new double[settings.length];
      int[] columns = {chain.column(k) + facetwards};
      phaseRad[chain.theta(k)] = Math.PI / 2;
      for (int i = 0; i < settings.length; i++) {
        phaseRad[chain.phi(k)] = settings[i];
        double[] power = reader.read(phaseRad, columns).powerW()[0];
        double[] share = new double[power.length];
        optics.shares(columns[0], power, share);
        difference[i] = (share[k] - share[k + 1]) / (share[k] + share[k + 1]);
      }
      double own = amplitude[k] * amplitude[k];
      double angle = chain.joiningRad(k, own, rest);
      phaseRad[chain.theta(k)] = angle;
      phaseRad[chain.phi(k)] = chain.collectingRad(k, phaseRead.brightestRad(difference), angle);
      rest += own;
    }
    double[] re = new double[size + 1];
    double[] im = new double[size + 1];
    chain.made(phaseRad, re, im);
    for (int port = 0; port <= size; port++) {
      // Reciprocity: the chain collects y if it would make conj(y).
      argRad[port] = -StrictMath.atan2(im[port], re[port]);
    }
  }
}
