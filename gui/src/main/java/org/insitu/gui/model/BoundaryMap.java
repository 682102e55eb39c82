package org.insitu.gui.model;

import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.trainer.data.BiasEncoding;
import org.insitu.trainer.network.NetworkModel;
import org.insitu.trainer.network.PhotonicNetwork;

/**
 * How a network of two features and two classes divides the plane, by the model of its phases.
 *
 * @param extent the square is -extent..extent in both features
 * @param share probability of class 1, {@code [row from the top][column]}
 */
public record BoundaryMap(double extent, double[][] share) {
  /** Enough for a smooth border, and a few milliseconds of work. */
  private static final int CELLS = 64;

  /**
   * Computes the map.
   *
   * @param parameters phases [rad] in the order of the network; Not modified
   */
  public static BoundaryMap of(PhotonicNetwork network, double[] parameters, double extent) {
    double[][] points = new double[CELLS * CELLS][];
    for (int row = 0; row < CELLS; row++) {
      for (int column = 0; column < CELLS; column++) {
        points[row * CELLS + column] =
            new double[] {
              extent * (2 * (column + 0.5) / CELLS - 1), extent * (1 - 2 * (row + 0.5) / CELLS)
            };
      }
    }
    ComplexBatch output =
        new NetworkModel(network)
            .infer(parameters, new BiasEncoding(network.mesh().ports(), 2).encode(points));
    double[][] share = new double[CELLS][CELLS];
    for (int sample = 0; sample < points.length; sample++) {
      double difference = 0;
      for (int port = 0; port < output.ports(); port++) {
        double power = output.re()[port][sample] * output.re()[port][sample];
        difference += network.readOut().classOf(port) == 1 ? power : -power;
      }
      share[sample / CELLS][sample % CELLS] = 1 / (1 + Math.exp(-difference));
    }
    return new BoundaryMap(extent, share);
  }
}
