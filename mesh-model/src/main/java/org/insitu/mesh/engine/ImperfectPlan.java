package org.insitu.mesh.engine;

import org.insitu.mesh.ArmImbalance;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.processor.Direction;

/** Plans of a mesh with coupler errors and loss; phases handed on are kept as unit numbers. */
final class ImperfectPlan implements PlanMaker {
  private final Direction direction;
  private final int[] visit;
  private final double[] cl;
  private final double[] sl;
  private final double[] cr;
  private final double[] sr;
  private final double[] factor;
  private final double[] thetaArm;
  private final double[] phiArm;
  private final double[] handedRe;
  private final double[] handedIm;

  ImperfectPlan(
      Direction direction, int[] visit, int ports, MeshErrors errors, ArmImbalance imbalance) {
    this.direction = direction;
    this.visit = visit;
    int nodes = visit.length;
    cl = new double[nodes];
    sl = new double[nodes];
    cr = new double[nodes];
    sr = new double[nodes];
    factor = new double[nodes];
    handedRe = new double[ports];
    handedIm = new double[ports];
    double[] left = errors.couplerErrorLeft();
    double[] right = errors.couplerErrorRight();
    double[] lossDb = errors.lossDb();
    double[] theta = imbalance.thetaFactors();
    double[] phi = imbalance.phiFactors();
    thetaArm = new double[nodes];
    phiArm = new double[nodes];
    for (int k = 0; k < nodes; k++) {
      cl[k] = Math.cos(Math.PI / 4 + left[visit[k]]);
      sl[k] = Math.sin(Math.PI / 4 + left[visit[k]]);
      cr[k] = Math.cos(Math.PI / 4 + right[visit[k]]);
      sr[k] = Math.sin(Math.PI / 4 + right[visit[k]]);
      factor[k] = Math.pow(10, -lossDb[visit[k]] / 20);
      thetaArm[k] = theta[visit[k]];
      phiArm[k] = phi[visit[k]];
    }
  }

  @Override
  public void make(MeshPhases phases, PassPlan plan) {
    boolean forward = direction == Direction.FORWARD;
    double[] theta = phases.theta();
    double[] phi = phases.phi();
    double[] gamma = phases.gamma();
    for (int port = 0; port < gamma.length; port++) {
      handedRe[port] = forward ? 1 : Math.cos(gamma[port]);
      handedIm[port] = forward ? 0 : Math.sin(gamma[port]);
    }
    for (int k = 0; k < visit.length; k++) {
      node(k, theta[visit[k]], phi[visit[k]], plan, forward);
    }
    plan.findTurns();
    for (int port = 0; port < gamma.length; port++) {
      double c = forward ? Math.cos(gamma[port]) : 1;
      double s = forward ? Math.sin(gamma[port]) : 0;
      plan.outCos[port] = handedRe[port] * c - handedIm[port] * s;
      plan.outSin[port] = handedRe[port] * s + handedIm[port] * c;
    }
  }

  private void node(int k, double theta, double phi, PassPlan plan, boolean forward) {
    // An unequal θ arm scales its phasor.
    double ct = thetaArm[k] * Math.cos(theta);
    double st = thetaArm[k] * Math.sin(theta);
    double cp = Math.cos(phi);
    double sp = Math.sin(phi);
    // M = C(eR) diag(e^{iθ}, 1) C(eL), without φ.
    double m00r = cr[k] * cl[k] * ct - sr[k] * sl[k];
    double m00i = cr[k] * cl[k] * st;
    double m01r = -cr[k] * sl[k] * st;
    double m01i = cr[k] * sl[k] * ct + sr[k] * cl[k];
    double m10r = -sr[k] * cl[k] * st;
    double m10i = sr[k] * cl[k] * ct + cr[k] * sl[k];
    double m11r = cr[k] * cl[k] - sr[k] * sl[k] * ct;
    double m11i = -sr[k] * sl[k] * st;
    int row = plan.top[k];
    double br = handedRe[row + 1];
    double bi = handedIm[row + 1];
    // Phase of the top input relative to the bottom one; forward light has φ in front of M.
    double dr = handedRe[row] * br + handedIm[row] * bi;
    double di = handedIm[row] * br - handedRe[row] * bi;
    double arm = phiArm[k];
    double rr = forward ? arm * (dr * cp - di * sp) : dr;
    double ri = forward ? arm * (dr * sp + di * cp) : di;
    double topFactor = forward ? factor[k] : factor[k] * arm;
    // Backward light meets the couplers the other way round, that is Mᵀ.
    double crossTopR = forward ? m01r : m10r;
    double crossTopI = forward ? m01i : m10i;
    double crossBottomR = forward ? m10r : m01r;
    double crossBottomI = forward ? m10i : m01i;

    double c = Math.hypot(crossTopR, crossTopI);
    double ur = c > 0 ? crossTopR / c : 1;
    double ui = c > 0 ? crossTopI / c : 0;
    plan.a[k] = topFactor * realOf(m00r, m00i, rr, ri, ur, ui);
    plan.b[k] = topFactor * imaginaryOf(m00r, m00i, rr, ri, ur, ui);
    plan.c[k] = topFactor * c;
    double g = Math.hypot(m11r, m11i);
    double vr = g > 0 ? m11r / g : 1;
    double vi = g > 0 ? m11i / g : 0;
    plan.e[k] = factor[k] * realOf(crossBottomR, crossBottomI, rr, ri, vr, vi);
    plan.f[k] = factor[k] * imaginaryOf(crossBottomR, crossBottomI, rr, ri, vr, vi);
    plan.g[k] = factor[k] * g;

    // The θ arm takes cos x + i sin y of the coupler that the light meets first; its loss comes
    // first for backward light.
    double cn = forward ? cl[k] : cr[k];
    double sn = forward ? sl[k] : sr[k];
    double power = forward ? thetaArm[k] * thetaArm[k] : factor[k] * factor[k];
    plan.k0[k] = forward ? arm * arm : 1 / (arm * arm);
    plan.k1[k] = power * cn * cn * (forward ? arm * arm : 1);
    plan.k2[k] = power * sn * sn;
    plan.k3[k] = power * 2 * cn * sn * ri;
    plan.k4[k] = power * 2 * cn * sn * rr;

    double topR = ur * br - ui * bi;
    double topI = ur * bi + ui * br;
    handedRe[row] = forward ? topR : topR * cp - topI * sp;
    handedIm[row] = forward ? topI : topR * sp + topI * cp;
    handedRe[row + 1] = vr * br - vi * bi;
    handedIm[row + 1] = vr * bi + vi * br;
  }

  /** Re(m r conj(u)). */
  private static double realOf(double mr, double mi, double rr, double ri, double ur, double ui) {
    return (mr * rr - mi * ri) * ur + (mr * ri + mi * rr) * ui;
  }

  /** Im(m r conj(u)). */
  private static double imaginaryOf(
      double mr, double mi, double rr, double ri, double ur, double ui) {
    return (mr * ri + mi * rr) * ur - (mr * rr - mi * ri) * ui;
  }
}
