package org.insitu.mesh.decompose;

/**
 * Phases of an imperfect MZI at φ = 0, written as diag(e^{i outTop}, e^{i outBottom}) [[s, c], [c,
 * -s]] diag(e^{i in}, 1).
 *
 * @param inRad phase at the top input [rad]
 * @param outTopRad phase at the top output [rad]
 * @param outBottomRad phase at the bottom output [rad]
 */
record ImperfectNode(double inRad, double outTopRad, double outBottomRad) {

  /** Returns the phases of C(eR) diag(e^{iθ}, 1) C(eL). */
  static ImperfectNode of(double thetaRad, double leftRad, double rightRad) {
    double cl = Math.cos(Math.PI / 4 + leftRad);
    double sl = Math.sin(Math.PI / 4 + leftRad);
    double cr = Math.cos(Math.PI / 4 + rightRad);
    double sr = Math.sin(Math.PI / 4 + rightRad);
    double ct = Math.cos(thetaRad);
    double st = Math.sin(thetaRad);
    double barTop = Math.atan2(cr * cl * st, cr * cl * ct - sr * sl);
    double crossTop = Math.atan2(cr * sl * ct + sr * cl, -cr * sl * st);
    double crossBottom = Math.atan2(sr * cl * ct + cr * sl, -sr * cl * st);
    double barBottom = Math.atan2(-sr * sl * st, cr * cl - sr * sl * ct);
    double bottom = barBottom - Math.PI;
    // The input phase follows from the brighter pair of entries; the other may be exactly dark.
    double barPower = Math.pow(cr * cl * ct - sr * sl, 2) + Math.pow(cr * cl * st, 2);
    double in = barPower >= 0.5 ? barTop - crossTop : crossBottom - bottom;
    return new ImperfectNode(in, crossTop, bottom);
  }
}
