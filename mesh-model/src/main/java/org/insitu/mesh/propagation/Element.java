package org.insitu.mesh.propagation;

/**
 * One optical element on one or two neighbouring ports. Its matrix is symmetric, so backward light
 * meets the same elements in reverse order.
 */
sealed interface Element {
  /**
   * Applies the element to a batch of fields.
   *
   * @param re real parts, {@code [port][sample]}; Modified
   * @param im imaginary parts, same shape; Modified
   */
  void apply(double[][] re, double[][] im);

  /** A heater: e^{ip} on one port. */
  record Heater(int port, double cos, double sin) implements Element {
    static Heater of(int port, double phaseRad) {
      return new Heater(port, Math.cos(phaseRad), Math.sin(phaseRad));
    }

    @Override
    public void apply(double[][] re, double[][] im) {
      double[] r = re[port];
      double[] i = im[port];
      for (int sample = 0; sample < r.length; sample++) {
        double rotated = cos * r[sample] - sin * i[sample];
        i[sample] = sin * r[sample] + cos * i[sample];
        r[sample] = rotated;
      }
    }
  }

  /** A coupler [[cos, i sin], [i sin, cos]] of the angle π/4 + e on ports (top, top + 1). */
  record Coupler(int top, double cos, double sin) implements Element {
    static Coupler of(int top, double errorRad) {
      double angle = Math.PI / 4 + errorRad;
      return new Coupler(top, Math.cos(angle), Math.sin(angle));
    }

    @Override
    public void apply(double[][] re, double[][] im) {
      double[] ar = re[top];
      double[] ai = im[top];
      double[] br = re[top + 1];
      double[] bi = im[top + 1];
      for (int sample = 0; sample < ar.length; sample++) {
        double topRe = cos * ar[sample] - sin * bi[sample];
        double topIm = cos * ai[sample] + sin * br[sample];
        double bottomRe = cos * br[sample] - sin * ai[sample];
        double bottomIm = cos * bi[sample] + sin * ar[sample];
        ar[sample] = topRe;
        ai[sample] = topIm;
        br[sample] = bottomRe;
        bi[sample] = bottomIm;
      }
    }
  }

  /** Equal loss of both arms of an MZI: a field factor in (0, 1]. */
  record Loss(int top, double factor) implements Element {
    static Loss of(int top, double lossDb) {
      return new Loss(top, Math.pow(10, -lossDb / 20));
    }

    @Override
    public void apply(double[][] re, double[][] im) {
      if (factor == 1) {
        return;
      }
      for (int port = top; port <= top + 1; port++) {
        for (int sample = 0; sample < re[port].length; sample++) {
          re[port][sample] *= factor;
          im[port][sample] *= factor;
        }
      }
    }
  }

  /** One arm's deviation in transmission: a field factor near 1. */
  record Arm(int port, double factor) implements Element {
    @Override
    public void apply(double[][] re, double[][] im) {
      if (factor == 1) {
        return;
      }
      for (int sample = 0; sample < re[port].length; sample++) {
        re[port][sample] *= factor;
        im[port][sample] *= factor;
      }
    }
  }
}
