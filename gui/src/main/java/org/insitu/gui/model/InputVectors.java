package org.insitu.gui.model;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.insitu.mesh.linear.ComplexBatch;

/** Vectors to launch by hand. */
public final class InputVectors {
  private static final String NUMBER = "(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?";
  private static final Pattern COMPLEX =
      Pattern.compile(
          "(?<re>[+-]?" + NUMBER + ")?(?:(?<sign>[+-]?)(?<im>" + NUMBER + ")?(?<i>i))?");

  private InputVectors() {}

  /** Returns light in one port. */
  public static ComplexBatch basis(int ports, int port) {
    ComplexBatch vector = ComplexBatch.zeros(ports, 1);
    vector.set(port, 0, 1, 0);
    return vector;
  }

  /** Returns equal light in all ports; every other one with the opposite sign if alternating. */
  public static ComplexBatch equal(int ports, boolean alternating) {
    ComplexBatch vector = ComplexBatch.zeros(ports, 1);
    for (int port = 0; port < ports; port++) {
      vector.set(port, 0, (alternating && port % 2 == 1 ? -1 : 1) / Math.sqrt(ports), 0);
    }
    return vector;
  }

  /** Returns a vector of independent Gaussians, of norm 1. */
  public static ComplexBatch random(int ports, RandomGenerator random) {
    ComplexBatch vector = ComplexBatch.zeros(ports, 1);
    for (int port = 0; port < ports; port++) {
      vector.set(port, 0, random.nextGaussian(), random.nextGaussian());
    }
    return normalised(vector);
  }

  /**
   * Reads a typed vector, such as {@code 1, 0.5i, -1+2i, 0}, and normalises it.
   *
   * @return empty if it has another number of entries, an entry is no number, or all are zero
   */
  public static Optional<ComplexBatch> parse(String typed, int ports) {
    String[] entries = typed.split(",", -1);
    if (entries.length != ports) {
      return Optional.empty();
    }
    ComplexBatch vector = ComplexBatch.zeros(ports, 1);
    for (int port = 0; port < ports; port++) {
      Matcher entry = COMPLEX.matcher(entries[port].replace(" ", ""));
      if (!entry.matches() || entry.group().isEmpty()) {
        return Optional.empty();
      }
      double re = entry.group("re") == null ? 0 : Double.parseDouble(entry.group("re"));
      double im = 0;
      if (entry.group("i") != null) {
        if (entry.group("im") == null
            && entry.group("sign").isEmpty()
            && entry.group("re") != null) {
          im = re; // "2i": the number before i is the imaginary part
          re = 0;
        } else {
          im = entry.group("im") == null ? 1 : Double.parseDouble(entry.group("im"));
          im = "-".equals(entry.group("sign")) ? -im : im;
        }
      }
      vector.set(port, 0, re, im);
    }
    double norm = vector.squaredNorm(0);
    return norm > 0 && Double.isFinite(norm) ? Optional.of(normalised(vector)) : Optional.empty();
  }

  private static ComplexBatch normalised(ComplexBatch vector) {
    double scale = 1 / Math.sqrt(vector.squaredNorm(0));
    for (int port = 0; port < vector.ports(); port++) {
      vector.set(port, 0, scale * vector.re()[port][0], scale * vector.im()[port][0]);
    }
    return vector;
  }
}
