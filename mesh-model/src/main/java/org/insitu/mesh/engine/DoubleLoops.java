package org.insitu.mesh.engine;

/**
 * The loops over lanes, behind a call that the compiler cannot see through: a site that meets three
 * classes in turn is not inlined. Inlined into the loop over nodes C2 of JDK 17 was seen to lose
 * its vectors and to run three times slower.
 */
enum DoubleLoops {
  FIRST {
    @Override
    void multiply(
        double[] xr,
        double[] xi,
        double[] yr,
        double[] yi,
        double[] real,
        double[] imaginary,
        int n) {
      multiplyLanes(xr, xi, yr, yi, real, imaginary, n);
    }

    @Override
    void foldToHalf(double[] re, double[] im, double[] intoRe, double[] intoIm) {
      halve(re, im, intoRe, intoIm);
    }

    @Override
    void foldToQuarter(double[] re, double[] im, double[] intoRe, double[] intoIm) {
      quarter(re, im, intoRe, intoIm);
    }

    @Override
    void accumulate(
        double[] u,
        double[] v,
        double[] w,
        double[] z,
        double[] p,
        int n,
        double k0,
        double k1,
        double k2,
        double k3) {
      accumulateLanes(u, v, w, z, p, n, k0, k1, k2, k3);
    }

    @Override
    void combine(
        double[] u,
        double[] v,
        double[] w,
        double[] p,
        double[] q,
        int n,
        double k0,
        double k1,
        double k2,
        double k3,
        double k4,
        double k5) {
      combineLanes(u, v, w, p, q, n, k0, k1, k2, k3, k4, k5);
    }
  },
  SECOND {
    @Override
    void multiply(
        double[] xr,
        double[] xi,
        double[] yr,
        double[] yi,
        double[] real,
        double[] imaginary,
        int n) {
      multiplyLanes(xr, xi, yr, yi, real, imaginary, n);
    }

    @Override
    void foldToHalf(double[] re, double[] im, double[] intoRe, double[] intoIm) {
      halve(re, im, intoRe, intoIm);
    }

    @Override
    void foldToQuarter(double[] re, double[] im, double[] intoRe, double[] intoIm) {
      quarter(re, im, intoRe, intoIm);
    }

    @Override
    void accumulate(
        double[] u,
        double[] v,
        double[] w,
        double[] z,
        double[] p,
        int n,
        double k0,
        double k1,
        double k2,
        double k3) {
      accumulateLanes(u, v, w, z, p, n, k0, k1, k2, k3);
    }

    @Override
    void combine(
        double[] u,
        double[] v,
        double[] w,
        double[] p,
        double[] q,
        int n,
        double k0,
        double k1,
        double k2,
        double k3,
        double k4,
        double k5) {
      combineLanes(u, v, w, p, q, n, k0, k1, k2, k3, k4, k5);
    }
  },
  THIRD {
    @Override
    void multiply(
        double[] xr,
        double[] xi,
        double[] yr,
        double[] yi,
        double[] real,
        double[] imaginary,
        int n) {
      multiplyLanes(xr, xi, yr, yi, real, imaginary, n);
    }

    @Override
    void foldToHalf(double[] re, double[] im, double[] intoRe, double[] intoIm) {
      halve(re, im, intoRe, intoIm);
    }

    @Override
    void foldToQuarter(double[] re, double[] im, double[] intoRe, double[] intoIm) {
      quarter(re, im, intoRe, intoIm);
    }

    @Override
    void accumulate(
        double[] u,
        double[] v,
        double[] w,
        double[] z,
        double[] p,
        int n,
        double k0,
        double k1,
        double k2,
        double k3) {
      accumulateLanes(u, v, w, z, p, n, k0, k1, k2, k3);
    }

    @Override
    void combine(
        double[] u,
        double[] v,
        double[] w,
        double[] p,
        double[] q,
        int n,
        double k0,
        double k1,
        double k2,
        double k3,
        double k4,
        double k5) {
      combineLanes(u, v, w, p, q, n, k0, k1, k2, k3, k4, k5);
    }
  };

  static final int HALF = Lanes.MOST / 2;
  static final int QUARTER = Lanes.MOST / 4;

  /** Writes Re and Im of x conj(y). */
  abstract void multiply(
      double[] xr, double[] xi, double[] yr, double[] yi, double[] real, double[] imaginary, int n);

  /** Adds the upper half of a full block's lanes to the lower. */
  abstract void foldToHalf(double[] re, double[] im, double[] intoRe, double[] intoIm);

  /** Does the same once more. */
  abstract void foldToQuarter(double[] re, double[] im, double[] intoRe, double[] intoIm);

  /** Adds k0 u + k1 v + k2 w + k3 z to p. */
  abstract void accumulate(
      double[] u,
      double[] v,
      double[] w,
      double[] z,
      double[] p,
      int n,
      double k0,
      double k1,
      double k2,
      double k3);

  /** Computes p = k0 u + k1 v + k2 w and q = k3 u + k4 v + k5 w; the outputs are no inputs. */
  abstract void combine(
      double[] u,
      double[] v,
      double[] w,
      double[] p,
      double[] q,
      int n,
      double k0,
      double k1,
      double k2,
      double k3,
      double k4,
      double k5);

  private static void multiplyLanes(
      double[] xr,
      double[] xi,
      double[] yr,
      double[] yi,
      double[] real,
      double[] imaginary,
      int n) {
    for (int lane = 0; lane < n; lane++) {
      double a = xr[lane];
      double b = xi[lane];
      double c = yr[lane];
      double d = yi[lane];
      real[lane] = a * c + b * d;
      imaginary[lane] = b * c - a * d;
    }
  }

  private static void halve(double[] re, double[] im, double[] intoRe, double[] intoIm) {
    for (int lane = 0; lane < HALF; lane++) {
      intoRe[lane] = re[lane] + re[lane + HALF];
      intoIm[lane] = im[lane] + im[lane + HALF];
    }
  }

  private static void quarter(double[] re, double[] im, double[] intoRe, double[] intoIm) {
    for (int lane = 0; lane < QUARTER; lane++) {
      intoRe[lane] = re[lane] + re[lane + QUARTER];
      intoIm[lane] = im[lane] + im[lane + QUARTER];
    }
  }

  // The parentheses matter: without them C2 of JDK 25 leaves this loop without vectors, and it
  // takes three times as long; JDK 17 does not mind.
  private static void combineLanes(
      double[] u,
      double[] v,
      double[] w,
      double[] p,
      double[] q,
      int n,
      double k0,
      double k1,
      double k2,
      double k3,
      double k4,
      double k5) {
    for (int lane = 0; lane < n; lane++) {
      double first = u[lane];
      double second = v[lane];
      double third = w[lane];
      p[lane] = k0 * first + (k1 * second + k2 * third);
      q[lane] = k3 * first + (k4 * second + k5 * third);
    }
  }

  private static void accumulateLanes(
      double[] u,
      double[] v,
      double[] w,
      double[] z,
      double[] p,
      int n,
      double k0,
      double k1,
      double k2,
      double k3) {
    for (int lane = 0; lane < n; lane++) {
      p[lane] += k0 * u[lane] + k1 * v[lane] + (k2 * w[lane] + k3 * z[lane]);
    }
  }
}
