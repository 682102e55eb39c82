package org.insitu.mesh.engine;

import java.util.function.Supplier;

/**
 * Takes one block at a time through the nodes of a plan. One per thread.
 *
 * @param <B> batches that blocks are cut from
 */
final class Traveller<B> {
  final Lanes<B> fields;
  final Lanes<B> adjoint;
  final Lanes<B> sumLaunch;
  private final double[] power;
  private final double[] sum = new double[2];

  Traveller(Supplier<Lanes<B>> lanes, int ports) {
    fields = lanes.get();
    adjoint = lanes.get();
    sumLaunch = lanes.get();
    power = new double[ports];
  }

  /** Sends a block through without reading taps. */
  void pass(PassPlan plan, Lanes<B> lanes) {
    for (int k = 0; k < plan.top.length; k++) {
      lanes.mix(plan.top[k], plan.a[k], plan.b[k], plan.c[k], plan.e[k], plan.f[k], plan.g[k]);
    }
    turn(plan, lanes);
  }

  /**
   * Sends a block through and adds weight · Σ power of every tap.
   *
   * @param phiBehind whether the φ tap sees what leaves the node (backward) or what enters it
   * @param theta sums at the θ taps, light order; Modified
   * @param phi sums at the φ taps; Modified
   */
  void passTaps(
      PassPlan plan,
      int[] visit,
      Lanes<B> lanes,
      boolean phiBehind,
      double weight,
      double[] theta,
      double[] phi) {
    for (int port = 0; port < power.length; port++) {
      power[port] = lanes.power(port);
    }
    for (int k = 0; k < visit.length; k++) {
      int top = plan.top[k];
      lanes.mixTapped(top, plan.a[k], plan.b[k], plan.c[k], plan.e[k], plan.f[k], plan.g[k], sum);
      read(plan, k, visit[k], phiBehind, weight, theta, phi);
    }
    turn(plan, lanes);
  }

  /**
   * Sends two blocks through from the left and adds weight · (Σ power of the one - Σ power of the
   * other) of every tap. As powers are linear in X, Y and C, the difference is taken before lanes
   * are added up, which costs half of two passes' additions.
   *
   * @see #passTaps
   */
  void passTapDifference(
      PassPlan plan,
      int[] visit,
      Lanes<B> lanes,
      Lanes<B> less,
      double weight,
      double[] theta,
      double[] phi) {
    for (int port = 0; port < power.length; port++) {
      power[port] = lanes.power(port) - less.power(port);
    }
    for (int k = 0; k < visit.length; k++) {
      int top = plan.top[k];
      lanes.mixTappedDifference(
          top, less, plan.a[k], plan.b[k], plan.c[k], plan.e[k], plan.f[k], plan.g[k], sum);
      read(plan, k, visit[k], false, weight, theta, phi);
    }
    turn(plan, less);
  }

  /**
   * Sends two blocks x and z through from the left and adds weight · Σ Im(x conj(z)) of every
   * heater. That is a power's bilinear form, and follows from node to node by the same formulas:
   * the mean of x conj(y') and x' conj(y) takes the place of the correlation.
   */
  void passDerivatives(
      PassPlan plan,
      int[] visit,
      Lanes<B> lanes,
      Lanes<B> other,
      double weight,
      double[] theta,
      double[] phi) {
    for (int port = 0; port < power.length; port++) {
      power[port] = lanes.imaginaryProduct(port, other);
    }
    for (int k = 0; k < visit.length; k++) {
      lanes.mixCorrelated(
          plan.top[k],
          other,
          plan.a[k],
          plan.b[k],
          plan.c[k],
          plan.e[k],
          plan.f[k],
          plan.g[k],
          sum);
      double difference = sum[0];
      sum[0] = sum[1] / 2;
      sum[1] = -difference / 2;
      read(plan, k, visit[k], false, weight, theta, phi);
    }
  }

  /**
   * Adds the powers of one node's taps and carries those of its ports on: behind the node a port
   * has |a + ib|² X + c² Y + 2 Re((a + ib) c C) of the powers X, Y in front and the correlation C =
   * Σ x conj(y).
   */
  private void read(
      PassPlan plan,
      int k,
      int node,
      boolean phiBehind,
      double weight,
      double[] theta,
      double[] phi) {
    int top = plan.top[k];
    double a = plan.a[k];
    double b = plan.b[k];
    double c = plan.c[k];
    double e = plan.e[k];
    double f = plan.f[k];
    double g = plan.g[k];
    double x = power[top];
    double y = power[top + 1];
    double re = sum[0];
    double im = sum[1];
    power[top] = (a * a + b * b) * x + c * c * y + 2 * c * (a * re - b * im);
    power[top + 1] = (e * e + f * f) * x + g * g * y + 2 * g * (e * re - f * im);
    theta[node] += weight * (plan.k1[k] * x + plan.k2[k] * y + plan.k3[k] * re + plan.k4[k] * im);
    phi[node] += weight * plan.k0[k] * (phiBehind ? power[top] : x);
  }

  /** Sends a block through and writes every tap power of every sample. */
  void passEveryTap(
      PassPlan plan,
      int[] visit,
      Lanes<B> lanes,
      boolean phiBehind,
      double[][] theta,
      double[][] phi,
      int from) {
    for (int k = 0; k < visit.length; k++) {
      int top = plan.top[k];
      int node = visit[k];
      lanes.tapPowers(
          top,
          plan.k0[k],
          plan.k1[k],
          plan.k2[k],
          plan.k3[k],
          plan.k4[k],
          theta[node],
          phi[node],
          from);
      lanes.mix(top, plan.a[k], plan.b[k], plan.c[k], plan.e[k], plan.f[k], plan.g[k]);
      if (phiBehind) {
        lanes.powers(top, plan.k0[k], phi[node], from);
      }
    }
    turn(plan, lanes);
  }

  private void turn(PassPlan plan, Lanes<B> lanes) {
    for (int port = 0; port < power.length; port++) {
      lanes.rotate(port, plan.outCos[port], plan.outSin[port]);
    }
  }
}
