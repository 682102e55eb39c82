package org.insitu.simulator.chip;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.insitu.driver.yaml.YamlNode;

/** How much of a real chip a virtual one has. */
public enum Level {
  /**
   * Exact optics and read-out, everything at once. Heaters still differ, so that it has to be
   * calibrated like any other.
   */
  IDEAL,
  /** What stays the same from one reading to the next: couplers, loss, crosstalk, taps, steps. */
  STATIC,
  /** Everything, as on the published chip. */
  AMF420;

  private static final String DYNAMIC =
      """
      thermalTime: 0 s
      phaseDriftRad: 0
      laserDrift: 0
      frameNoise: 0
      additiveNoise: 0
      """;
  private static final String FIXED =
      """
      couplerErrorRad: 0
      sectionLossDb: 0
      lossImbalanceDb: 0
      crosstalk: 0
      tapSpread: 0
      adcBits: 0
      dacBits: 0
      """;

  /** Returns the lower-case name used in files and on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the imperfections of this level. */
  public Imperfections imperfections() {
    List<YamlNode> layers = new ArrayList<>();
    layers.add(YamlNode.parse("amf420.yaml", published()));
    if (this != AMF420) {
      layers.add(YamlNode.parse("static", DYNAMIC));
    }
    if (this == IDEAL) {
      layers.add(YamlNode.parse("ideal", FIXED));
    }
    return ImperfectionFields.merge(layers);
  }

  private static String published() {
    try (InputStream in = Level.class.getResourceAsStream("amf420.yaml")) {
      if (in == null) {
        throw new IllegalStateException("this build lacks the resource amf420.yaml");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource amf420.yaml", e);
    }
  }
}
