package org.insitu.mesh;

import java.util.Arrays;

/**
 * Phases of a mesh [rad], kept in [0, 2π).
 *
 * <p>θ and φ follow {@link Mesh#nodes()}; γ has one entry per port. γ does not exist on a chip: it
 * is applied by the computer and is zero during training. The constructor copies and wraps; this is
 * the one place where phases are wrapped.
 *
 * @param theta internal phases, one per node
 * @param phi external phases, one per node
 * @param gamma output phases, one per port
 */
public record MeshPhases(double[] theta, double[] phi, double[] gamma) {
  private static final double TWO_PI = 2 * Math.PI;
  private static final double MANY_TURNS = 1e9;

  /**
   * Copies and wraps the phases.
   *
   * @throws IllegalArgumentException if θ and φ differ in length or a phase is not finite
   */
  public MeshPhases {
    if (theta.length != phi.length) {
      throw new IllegalArgumentException(
          "theta has " + theta.length + " phases but phi has " + phi.length);
    }
    theta = wrapped("theta", theta);
    phi = wrapped("phi", phi);
    gamma = wrapped("gamma", gamma);
  }

  /** Returns phases with γ = 0. */
  public static MeshPhases of(Mesh mesh, double[] theta, double[] phi) {
    return new MeshPhases(theta, phi, new double[mesh.ports()]);
  }

  /** Returns θ = φ = π, γ = 0: the identity of an ideal mesh. */
  public static MeshPhases bar(Mesh mesh) {
    double[] pi = new double[mesh.nodeCount()];
    Arrays.fill(pi, Math.PI);
    return of(mesh, pi, pi);
  }

  /**
   * Wraps a phase into [0, 2π).
   *
   * @param phaseRad any finite phase [rad]
   * @throws IllegalArgumentException if the phase is not finite
   */
  public static double wrap(double phaseRad) {
    // Most are; but -0 becomes 0 below.
    if (phaseRad > 0 && phaseRad < TWO_PI) {
      return phaseRad;
    }
    if (!Double.isFinite(phaseRad)) {
      throw new IllegalArgumentException("phase is not finite: " + phaseRad);
    }
    // Far from zero the quotient has no digits left, and what is not taken away is any number.
    double near = Math.abs(phaseRad) < MANY_TURNS ? phaseRad : Math.IEEEremainder(phaseRad, TWO_PI);
    double wrapped = near - TWO_PI * Math.floor(near / TWO_PI);
    // A tiny negative phase rounds up to exactly 2π.
    return wrapped >= TWO_PI ? 0 : wrapped;
  }

  /** Returns θ, copied. */
  @Override
  public double[] theta() {
    return theta.clone();
  }

  /** Returns φ, copied. */
  @Override
  public double[] phi() {
    return phi.clone();
  }

  /** Returns γ, copied. */
  @Override
  public double[] gamma() {
    return gamma.clone();
  }

  /** Returns the number of nodes. */
  public int nodeCount() {
    return theta.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MeshPhases that
        && Arrays.equals(theta, that.theta)
        && Arrays.equals(phi, that.phi)
        && Arrays.equals(gamma, that.gamma);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(theta) + Arrays.hashCode(phi)) + Arrays.hashCode(gamma);
  }

  private static double[] wrapped(String name, double[] phases) {
    double[] result = new double[phases.length];
    for (int i = 0; i < phases.length; i++) {
      if (!Double.isFinite(phases[i])) {
        throw new IllegalArgumentException(name + "[" + i + "] is not finite: " + phases[i]);
      }
      result[i] = wrap(phases[i]);
    }
    return result;
  }
}
