package org.insitu.simulator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.insitu.driver.calibration.Calibration;
import org.insitu.driver.calibration.CalibrationListener;
import org.insitu.driver.calibration.CalibrationSettings;
import org.insitu.driver.calibration.Calibrator;
import org.insitu.driver.chip.CalibratedChip;
import org.insitu.driver.chip.FidelityTest;
import org.insitu.driver.chip.ReadSettings;
import org.insitu.driver.yaml.YamlNode;
import org.insitu.mesh.decompose.Decomposition;
import org.insitu.mesh.linear.HaarUnitary;
import org.insitu.mesh.processor.ProcessorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing from volts to fields may depend on the size or topology of the published chip. */
class AnyLayoutTest {
  /** An ideal chip leaves rounding and the fit of the curves. */
  private static final double PERFECT = 0.99999;

  @ParameterizedTest
  @MethodSource("org.insitu.driver.layout.ChipLayoutReader#presets")
  void idealChipOfEveryLayoutIsFoundFromVoltsAlone(String layout) throws ProcessorException {
    YamlNode file = YamlNode.parse("ideal.yaml", "{simulate: ideal, layout: %s}".formatted(layout));
    VirtualBench bench = VirtualBenches.open(file, 5);
    Calibration calibration =
        new Calibrator(bench, CalibrationSettings.PUBLISHED, CalibrationListener.NONE).run();
    assertEquals(List.of(), calibration.failed());
    try (CalibratedChip chip = new CalibratedChip(bench, calibration, ReadSettings.PUBLISHED)) {
      SplittableRandom random = new SplittableRandom(5);
      FidelityTest.Result result =
          new FidelityTest(chip, Decomposition::phases)
              .run(() -> HaarUnitary.sample(chip.mesh().ports(), random), 10, random, done -> {});
      assertTrue(result.amplitude().mean() > PERFECT, result.amplitude().toString());
      assertTrue(result.complex().mean() > PERFECT, result.complex().toString());
    }
  }

  /**
   * Crosstalk of the size of the published chip's costs 0.7 % of fidelity if it is not taken off.
   */
  private static final double WITHOUT_CROSSTALK = 0.9994;

  @Test
  void refinedProcedureTakesCrosstalkOff() throws ProcessorException {
    YamlNode file =
        YamlNode.parse("warm.yaml", "{simulate: ideal, imperfections: {crosstalk: 0.033}}");
    double published = complexFidelity(file, CalibrationSettings.PUBLISHED);
    double refined = complexFidelity(file, CalibrationSettings.REFINED);
    assertTrue(refined > WITHOUT_CROSSTALK, "refined " + refined);
    assertTrue(published < WITHOUT_CROSSTALK, "published " + published);
  }

  private static double complexFidelity(YamlNode file, CalibrationSettings settings)
      throws ProcessorException {
    VirtualBench bench = VirtualBenches.open(file, 5);
    Calibration calibration = new Calibrator(bench, settings, CalibrationListener.NONE).run();
    try (CalibratedChip chip = new CalibratedChip(bench, calibration, ReadSettings.REFINED)) {
      SplittableRandom random = new SplittableRandom(5);
      return new FidelityTest(chip, Decomposition::phases)
          .run(() -> HaarUnitary.sample(4, random), 30, random, done -> {})
          .complex()
          .mean();
    }
  }
}
