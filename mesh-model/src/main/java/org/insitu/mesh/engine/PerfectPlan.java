package org.insitu.mesh.engine;

import java.util.Arrays;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.processor.Direction;

/**
 * Plans of a mesh without errors. There T = e^{i(π/2 + θ/2)} diag(1, -1) H diag(e^{iφ}, 1) with the
 * turn H = [[s, c], [-c, s]], s = sin(θ/2): phases handed on are sums of angles, and all that is
 * left of a node is H and the phase between its inputs.
 */
final class PerfectPlan implements PlanMaker {
  private static final double TWO_PI = 2 * Math.PI;

  private final Direction direction;
  private final int[] visit;
  private final double[] half;
  private final double[] relative;
  private final double[] halfSin;
  private final double[] halfCos;
  private final double[] relativeSin;
  private final double[] relativeCos;
  private final double[] handedOn;

  PerfectPlan(Direction direction, int[] visit, int ports) {
    this.direction = direction;
    this.visit = visit;
    int nodes = visit.length;
    half = new double[nodes];
    relative = new double[nodes];
    halfSin = new double[nodes];
    halfCos = new double[nodes];
    relativeSin = new double[nodes];
    relativeCos = new double[nodes];
    handedOn = new double[ports];
  }

  @Override
  public void make(MeshPhases phases, PassPlan plan) {
    double[] gamma = phases.gamma();
    boolean forward = direction == Direction.FORWARD;
    if (forward) {
      Arrays.fill(handedOn, 0);
    } else {
      System.arraycopy(gamma, 0, handedOn, 0, gamma.length);
    }
    handOn(phases.theta(), phases.phi(), plan.top, forward);
    SineTable.fill(half, halfSin, halfCos);
    SineTable.fill(relative, relativeSin, relativeCos);
    for (int k = 0; k < visit.length; k++) {
      plan.a[k] = halfSin[k] * relativeCos[k];
      plan.b[k] = halfSin[k] * relativeSin[k];
    }
    for (int k = 0; k < visit.length; k++) {
      plan.e[k] = -halfCos[k] * relativeCos[k];
      plan.f[k] = -halfCos[k] * relativeSin[k];
    }
    for (int k = 0; k < visit.length; k++) {
      plan.c[k] = halfCos[k];
      plan.g[k] = halfSin[k];
    }
    System.arraycopy(relativeCos, 0, plan.turnCos, 0, visit.length);
    System.arraycopy(relativeSin, 0, plan.turnSin, 0, visit.length);
    for (int k = 0; k < visit.length; k++) {
      plan.tangent[k] = halfCos[k] / (1 + halfSin[k]);
    }
    Arrays.fill(plan.k0, 1);
    Arrays.fill(plan.k1, 0.5);
    Arrays.fill(plan.k2, 0.5);
    System.arraycopy(relativeSin, 0, plan.k3, 0, visit.length);
    System.arraycopy(relativeCos, 0, plan.k4, 0, visit.length);
    if (forward) {
      for (int port = 0; port < gamma.length; port++) {
        handedOn[port] += gamma[port];
      }
    }
    SineTable.fill(handedOn, plan.outSin, plan.outCos);
  }

  private void handOn(double[] theta, double[] phi, int[] top, boolean forward) {
    for (int k = 0; k < visit.length; k++) {
      int row = top[k];
      double bottom = handedOn[row + 1];
      double difference = handedOn[row] - bottom;
      // Phases are wrapped to [0, 2π), so s is not negative.
      half[k] = theta[visit[k]] / 2;
      double turned = withinATurn(bottom + Math.PI / 2 + half[k]);
      handedOn[row + 1] = withinATurn(turned + Math.PI);
      if (forward) {
        relative[k] = difference + phi[visit[k]];
        handedOn[row] = turned;
      } else {
        // Backward light meets φ last, behind H.
        relative[k] = difference;
        handedOn[row] = withinATurn(turned + phi[visit[k]]);
      }
    }
  }

  /** Kept near one turn, or the sum over hundreds of columns would lose digits. */
  private static double withinATurn(double angle) {
    return angle > TWO_PI ? angle - TWO_PI : angle;
  }
}
