package org.insitu.mesh.engine;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Folds matrices for launches of a form, and unfolds sums over them. */
final class Folding {
  private final boolean isReal;
  private final Parts re;
  private final Parts im;

  /**
   * The real or the imaginary parts that are lit.
   *
   * @param port of each
   * @param value that makes it
   * @param sign 1 or -1
   */
  private record Parts(int[] port, int[] value, float[] sign) {
    /** Adds coefficients of the parts, times a factor, to those of the values. */
    void fold(float[] coefficients, float factor, float[] into) {
      for (int i = 0; i < port.length; i++) {
        into[value[i]] += factor * sign[i] * coefficients[port[i]];
      }
    }

    /** Adds sums for the values, times a factor, to those for the ports. */
    void unfold(float[] sums, float factor, float[] into) {
      for (int i = 0; i < port.length; i++) {
        into[port[i]] += factor * sign[i] * sums[value[i]];
      }
    }
  }

  Folding(LaunchForm form) {
    isReal = form.equals(LaunchForm.ofReal(form.ports()));
    re = parts(form, 0);
    im = parts(form, form.ports());
  }

  private static Parts parts(LaunchForm form, int first) {
    int[] value = form.value();
    boolean[] negated = form.negated();
    int[] lit =
        IntStream.range(0, form.ports())
            .filter(port -> value[first + port] != LaunchForm.DARK)
            .toArray();
    float[] sign = new float[lit.length];
    for (int i = 0; i < lit.length; i++) {
      sign[i] = negated[first + lit[i]] ? -1 : 1;
    }
    return new Parts(lit, Arrays.stream(lit).map(port -> value[first + port]).toArray(), sign);
  }

  /**
   * Folds a matrix U so that its product with the values is that with the launch.
   *
   * @param folded real parts of the product's rows, then imaginary parts, {@code [part][value]};
   *     Modified
   */
  void fold(FloatBatch u, float[][] folded) {
    int rows = u.ports();
    for (int row = 0; row < rows; row++) {
      float[] intoRe = folded[row];
      float[] intoIm = folded[rows + row];
      if (isReal) {
        System.arraycopy(u.re()[row], 0, intoRe, 0, intoRe.length);
        System.arraycopy(u.im()[row], 0, intoIm, 0, intoIm.length);
      } else {
        Arrays.fill(intoRe, 0);
        Arrays.fill(intoIm, 0);
        re.fold(u.re()[row], 1, intoRe);
        re.fold(u.im()[row], 1, intoIm);
        // U i v has the real part -Im(U) v and the imaginary part Re(U) v.
        im.fold(u.im()[row], -1, intoRe);
        im.fold(u.re()[row], 1, intoIm);
      }
    }
  }

  /**
   * Makes M = Σ g xᵀ, without conjugation, of the sums of g times the values.
   *
   * @param sums real parts of all g, then imaginary parts, {@code [part][value]}; Not modified
   * @param m real parts of all rows of M, then imaginary parts, {@code [part][port]}; Modified
   */
  void unfold(float[][] sums, float[][] m) {
    int rows = m.length / 2;
    for (int row = 0; row < rows; row++) {
      float[] mRe = m[row];
      float[] mIm = m[rows + row];
      if (isReal) {
        System.arraycopy(sums[row], 0, mRe, 0, mRe.length);
        System.arraycopy(sums[rows + row], 0, mIm, 0, mIm.length);
      } else {
        Arrays.fill(mRe, 0);
        Arrays.fill(mIm, 0);
        re.unfold(sums[row], 1, mRe);
        re.unfold(sums[rows + row], 1, mIm);
        im.unfold(sums[rows + row], -1, mRe);
        im.unfold(sums[row], 1, mIm);
      }
    }
  }
}
