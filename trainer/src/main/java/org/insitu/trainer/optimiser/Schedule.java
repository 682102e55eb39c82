package org.insitu.trainer.optimiser;

import java.util.Locale;

/** How the learning rate goes over a run. */
public enum Schedule {
  /** Always the full rate. */
  CONSTANT {
    @Override
    double at(double progress) {
      return 1;
    }
  },
  /** Half a cosine from 1 to 0: large steps early, none that disturb at the end. */
  COSINE {
    @Override
    double at(double progress) {
      return (1 + StrictMath.cos(Math.PI * progress)) / 2;
    }
  },
  /** Full rate for half of the run, a tenth until 4/5 of it, then a hundredth. */
  STEP {
    @Override
    double at(double progress) {
      if (progress < 0.5) {
        return 1;
      }
      return progress < 0.8 ? 0.1 : 0.01;
    }
  };

  abstract double at(double progress);

  /**
   * Returns the part of the learning rate for an iteration.
   *
   * @param iteration 0-based, below {@code iterations}
   * @param iterations length of the run
   * @return in [0, 1], above 0 before the end
   */
  public double factor(long iteration, long iterations) {
    if (iteration < 0 || iteration >= iterations) {
      throw new IllegalArgumentException("iteration " + iteration + " of " + iterations);
    }
    return at((double) iteration / iterations);
  }

  /** Returns the name used in files and on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
