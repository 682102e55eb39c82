package org.insitu.gui.model;

import java.util.Arrays;

/**
 * A growing curve, written by one thread and read by others. Beyond {@link #LIMIT} points old ones
 * are thinned to the lowest and highest of every four, so that its outline stays and its memory is
 * bounded.
 */
public final class Series {
  /** 1 MB per curve. */
  static final int LIMIT = 1 << 16;

  /**
   * The points so far; x rises. Entries beyond {@code size} may still be written.
   *
   * @param x positions; Not modified
   * @param y values; Not modified
   * @param size number of points
   */
  public record Points(double[] x, double[] y, int size) {
    /** No points. */
    public static final Points NONE = new Points(new double[0], new double[0], 0);
  }

  private volatile Points points = new Points(new double[256], new double[256], 0);

  /** Adds a point. */
  public void add(double x, double y) {
    Points old = points;
    if (old.size == LIMIT) {
      old = thinned(old);
    }
    double[] xs = old.x;
    double[] ys = old.y;
    if (old.size == xs.length) {
      xs = Arrays.copyOf(xs, 2 * xs.length);
      ys = Arrays.copyOf(ys, 2 * ys.length);
    }
    xs[old.size] = x;
    ys[old.size] = y;
    points = new Points(xs, ys, old.size + 1);
  }

  /** Returns the points so far. */
  public Points points() {
    return points;
  }

  private static Points thinned(Points old) {
    double[] x = new double[LIMIT];
    double[] y = new double[LIMIT];
    int size = 0;
    for (int i = 0; i + 3 < old.size; i += 4) {
      int low = i;
      int high = i;
      for (int j = i + 1; j < i + 4; j++) {
        low = old.y[j] < old.y[low] ? j : low;
        high = old.y[j] > old.y[high] ? j : high;
      }
      for (int kept : new int[] {Math.min(low, high), Math.max(low, high)}) {
        x[size] = old.x[kept];
        y[size++] = old.y[kept];
      }
    }
    return new Points(x, y, size);
  }
}
