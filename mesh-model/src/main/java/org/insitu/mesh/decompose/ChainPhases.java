package org.insitu.mesh.decompose;

import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.Topology;

/**
 * Phases of a chain for a vector v of N amplitudes: forward it collects v in its last port
 * (analyzer), backward it makes v from light in its last port (generator).
 */
public final class ChainPhases {
  private ChainPhases() {}

  /**
   * Returns phases with which U v = |v| e_last. A zero vector leaves the bar state.
   *
   * @param re real parts of v, at least 2; Not modified
   * @param im imaginary parts of v; Not modified
   * @throws IllegalArgumentException if the lengths differ or are less than 2, or an amplitude is
   *     not finite
   */
  public static MeshPhases routing(double[] re, double[] im) {
    if (re.length != im.length) {
      throw new IllegalArgumentException(
          "the vector has %d real but %d imaginary parts".formatted(re.length, im.length));
    }
    Mesh mesh = Mesh.of(Topology.CHAIN, re.length);
    NodeSplits splits = new NodeSplits(mesh);
    double scale = largest(re, im);
    Nulling step = new Nulling();
    double collectedRe = scaled(re[0], scale);
    double collectedIm = scaled(im[0], scale);
    for (int node = 0; node < mesh.nodeCount(); node++) {
      double nextRe = scaled(re[node + 1], scale);
      double nextIm = scaled(im[node + 1], scale);
      step.nullFirst(collectedRe, collectedIm, nextRe, nextIm);
      splits.sin[node] = step.sin;
      splits.cos[node] = step.cos;
      splits.in[node] = step.phaseRad;
      double turnedRe = step.phaseRe * collectedRe - step.phaseIm * collectedIm;
      double turnedIm = step.phaseRe * collectedIm + step.phaseIm * collectedRe;
      collectedRe = step.cos * turnedRe - step.sin * nextRe;
      collectedIm = step.cos * turnedIm - step.sin * nextIm;
    }
    splits.layer[re.length - 1] = -Math.atan2(collectedIm, collectedRe);
    return PhaseSolver.solve(splits);
  }

  /**
   * Returns phases with which backward light makes the vector: Uᵀ e_last = v / |v|.
   *
   * @param re real parts of v, at least 2; Not modified
   * @param im imaginary parts of v; Not modified
   * @throws IllegalArgumentException as {@link #routing}, or if v is zero
   */
  public static MeshPhases generating(double[] re, double[] im) {
    double[] conjugate = new double[im.length];
    for (int port = 0; port < im.length; port++) {
      conjugate[port] = -im[port];
    }
    MeshPhases phases = routing(re, conjugate);
    if (largest(re, im) == 0) {
      throw new IllegalArgumentException("no light makes a zero vector; switch the launch off");
    }
    return phases;
  }

  /** Scaling by the largest part keeps squares from overflow and underflow. */
  private static double largest(double[] re, double[] im) {
    double largest = 0;
    for (int port = 0; port < re.length; port++) {
      if (!Double.isFinite(re[port]) || !Double.isFinite(im[port])) {
        throw new IllegalArgumentException("amplitude of port " + port + " is not finite");
      }
      largest = Math.max(largest, Math.max(Math.abs(re[port]), Math.abs(im[port])));
    }
    return largest;
  }

  private static double scaled(double value, double scale) {
    return scale == 0 ? 0 : value / scale;
  }
}
