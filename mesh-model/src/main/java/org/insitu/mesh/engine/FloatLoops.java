package org.insitu.mesh.engine;

/**
 * The loops over lanes, behind a call that the compiler cannot see through: a site that meets three
 * classes in turn is not inlined. Inlined into the loop over nodes C2 of JDK 17 was seen to lose
 * its vectors and to run three times slower.
 */
enum FloatLoops {
  FIRST {
    @Override
    void multiply(
        float[] xr, float[] xi, float[] yr, float[] yi, float[] real, float[] imaginary, int n) {
      multiplyLanes(xr, xi, yr, yi, real, imaginary, n);
    }

    @Override
    void foldToHalf(float[] re, float[] im, float[] intoRe, float[] intoIm) {
      halve(re, im, intoRe, intoIm);
    }

    @Override
    void foldToQuarter(float[] re, float[] im, float[] intoRe, float[] intoIm) {
      quarter(re, im, intoRe, intoIm);
    }

    @Override
    void accumulateProduct(float[] u, float[] v, float[] p, float[] q, int n, float a, float b) {
      accumulateProductLanes(u, v, p, q, n, a, b);
    }

    @Override
    void combine(
        float[] u,
        float[] v,
        float[] w,
        float[] p,
        float[] q,
        int n,
        float k0,
        float k1,
        float k2,
        float k3,
        float k4,
        float k5) {
      combineLanes(u, v, w, p, q, n, k0, k1, k2, k3, k4, k5);
    }
  },
  SECOND {
    @Override
    void multiply(
        float[] xr, float[] xi, float[] yr, float[] yi, float[] real, float[] imaginary, int n) {
      multiplyLanes(xr, xi, yr, yi, real, imaginary, n);
    }

    @Override
    void foldToHalf(float[] re, float[] im, float[] intoRe, float[] intoIm) {
      halve(re, im, intoRe, intoIm);
    }

    @Override
    void foldToQuarter(float[] re, float[] im, float[] intoRe, float[] intoIm) {
      quarter(re, im, intoRe, intoIm);
    }

    @Override
    void accumulateProduct(float[] u, float[] v, float[] p, float[] q, int n, float a, float b) {
      accumulateProductLanes(u, v, p, q, n, a, b);
    }

    @Override
    void combine(
        float[] u,
        float[] v,
        float[] w,
        float[] p,
        float[] q,
        int n,
        float k0,
        float k1,
        float k2,
        float k3,
        float k4,
        float k5) {
      combineLanes(u, v, w, p, q, n, k0, k1, k2, k3, k4, k5);
    }
  },
  THIRD {
    @Override
    void multiply(
        float[] xr, float[] xi, float[] yr, float[] yi, float[] real, float[] imaginary, int n) {
      multiplyLanes(xr, xi, yr, yi, real, imaginary, n);
    }

    @Override
    void foldToHalf(float[] re, float[] im, float[] intoRe, float[] intoIm) {
      halve(re, im, intoRe, intoIm);
    }

    @Override
    void foldToQuarter(float[] re, float[] im, float[] intoRe, float[] intoIm) {
      quarter(re, im, intoRe, intoIm);
    }

    @Override
    void accumulateProduct(float[] u, float[] v, float[] p, float[] q, int n, float a, float b) {
      accumulateProductLanes(u, v, p, q, n, a, b);
    }

    @Override
    void combine(
        float[] u,
        float[] v,
        float[] w,
        float[] p,
        float[] q,
        int n,
        float k0,
        float k1,
        float k2,
        float k3,
        float k4,
        float k5) {
      combineLanes(u, v, w, p, q, n, k0, k1, k2, k3, k4, k5);
    }
  };

  static final int HALF = Lanes.MOST / 2;
  static final int QUARTER = Lanes.MOST / 4;

  /** Writes Re and Im of x conj(y). */
  abstract void multiply(
      float[] xr, float[] xi, float[] yr, float[] yi, float[] real, float[] imaginary, int n);

  /** Adds the upper half of a full block's lanes to the lower. */
  abstract void foldToHalf(float[] re, float[] im, float[] intoRe, float[] intoIm);

  /** Does the same once more. */
  abstract void foldToQuarter(float[] re, float[] im, float[] intoRe, float[] intoIm);

  /** Adds (a + ib)(u + iv) to p + iq. */
  abstract void accumulateProduct(
      float[] u, float[] v, float[] p, float[] q, int n, float a, float b);

  /** Computes p = k0 u + k1 v + k2 w and q = k3 u + k4 v + k5 w; the outputs are no inputs. */
  abstract void combine(
      float[] u,
      float[] v,
      float[] w,
      float[] p,
      float[] q,
      int n,
      float k0,
      float k1,
      float k2,
      float k3,
      float k4,
      float k5);

  private static void multiplyLanes(
      float[] xr, float[] xi, float[] yr, float[] yi, float[] real, float[] imaginary, int n) {
    for (int lane = 0; lane < n; lane++) {
      float a = xr[lane];
      float b = xi[lane];
      float c = yr[lane];
      float d = yi[lane];
      real[lane] = a * c + b * d;
      imaginary[lane] = b * c - a * d;
    }
  }

  private static void halve(float[] re, float[] im, float[] intoRe, float[] intoIm) {
    for (int lane = 0; lane < HALF; lane++) {
      intoRe[lane] = re[lane] + re[lane + HALF];
      intoIm[lane] = im[lane] + im[lane + HALF];
    }
  }

  private static void quarter(float[] re, float[] im, float[] intoRe, float[] intoIm) {
    for (int lane = 0; lane < QUARTER; lane++) {
      intoRe[lane] = re[lane] + re[lane + QUARTER];
      intoIm[lane] = im[lane] + im[lane + QUARTER];
    }
  }

  // The parentheses matter: without them C2 of JDK 25 leaves this loop without vectors, and it
  // takes three times as long; JDK 17 does not mind.
  private static void combineLanes(
      float[] u,
      float[] v,
      float[] w,
      float[] p,
      float[] q,
      int n,
      float k0,
      float k1,
      float k2,
      float k3,
      float k4,
      float k5) {
    for (int lane = 0; lane < n; lane++) {
      float first = u[lane];
      float second = v[lane];
      float third = w[lane];
      p[lane] = k0 * first + (k1 * second + k2 * third);
      q[lane] = k3 * first + (k4 * second + k5 * third);
    }
  }

  private static void accumulateProductLanes(
      float[] u, float[] v, float[] p, float[] q, int n, float a, float b) {
    for (int lane = 0; lane < n; lane++) {
      float real = u[lane];
      float imaginary = v[lane];
      p[lane] += a * real - b * imaginary;
      q[lane] += b * real + a * imaginary;
    }
  }
}
