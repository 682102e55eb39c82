package org.insitu.driver.calibration;

import org.insitu.mesh.chip.PhaseCurve;

/**
 * A fitted sweep: r(V) = b + a (1 - cos p(V)) / 2, which is b + a sin²(p/2).
 *
 * @param curve p(V), rising, over the swept range
 * @param visibility a, positive; 1 for perfect couplers
 * @param floor b; 0 for perfect couplers
 * @param residual root mean square of what the fit leaves over, in units of r
 * @param phaseErrorRad one standard deviation of p, averaged over the sweep [rad]
 */
public record SplitFit(
    PhaseCurve curve, double visibility, double floor, double residual, double phaseErrorRad) {}
