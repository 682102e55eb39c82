package org.insitu.driver.chip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.insitu.driver.chip.ReadSettings.OutputTaps;
import org.insitu.driver.layout.ChipLayoutReader;
import org.insitu.mesh.chip.ChipErrors;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.ChipModel;
import org.insitu.mesh.chip.HeaterKind;
import org.insitu.mesh.chip.HeaterRole;
import org.insitu.mesh.processor.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChainTest {
  private static final ChipLayout LAYOUT = ChipLayoutReader.preset("amf420");

  /** Rounding of a chain of five MZIs. */
  private static final double ROUNDING = 1e-12;

  private static double[] errors(SplittableRandom random, double size) {
    double[] errors = new double[LAYOUT.couplers().size()];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = size * random.nextGaussian();
    }
    return errors;
  }

  @ParameterizedTest
  @EnumSource(
      value = HeaterRole.class,
      names = {"GENERATOR", "ANALYZER"})
  void chainOfImperfectMzisMakesTheVectorThatTheModelOfTheChipShows(HeaterRole role) {
    SplittableRandom random = new SplittableRandom(3);
    for (int trial = 0; trial < 20; trial++) {
      double[] errors = errors(random, 0.05);
      Chain chain = new Chain(LAYOUT, role, errors);
      double[] phase = new double[LAYOUT.heaters().size()];
      for (int i = 0; i < phase.length; i++) {
        phase[i] = random.nextDouble(2 * Math.PI);
      }
      double[] re = new double[5];
      double[] im = new double[5];
      chain.made(phase, re, im);
      boolean forward = role == HeaterRole.GENERATOR;
      OutputPlaces places =
          OutputPlaces.of(
              LAYOUT, forward ? Direction.BACKWARD : Direction.FORWARD, OutputTaps.AT_MESH);
      double[][] power = new double[LAYOUT.columns()][LAYOUT.rows()];
      new ChipModel(LAYOUT, new ChipErrors(errors, new double[LAYOUT.columns()][LAYOUT.rows()]))
          .tapPowers(forward ? Direction.FORWARD : Direction.BACKWARD, 0, phase, power);
      double[][] read = new double[places.columns().length][];
      for (int i = 0; i < read.length; i++) {
        read[i] = power[places.columns()[i]];
      }
      for (int port = 0; port < 5; port++) {
        assertEquals(
            places.share(port, places.columns(), read),
            re[port] * re[port] + im[port] * im[port],
            ROUNDING);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = HeaterRole.class,
      names = {"GENERATOR", "ANALYZER"})
  void phasesThatMakeAVectorMakeIt(HeaterRole role) {
    SplittableRandom random = new SplittableRandom(4);
    for (int trial = 0; trial < 50; trial++) {
      Chain chain = new Chain(LAYOUT, role, errors(random, 0.02));
      double[] re = new double[5];
      double[] im = new double[5];
      double norm = 0;
      for (int port = 0; port < 5; port++) {
        // No port dark: a split of nearly all or nothing is out of reach of an imperfect MZI.
        double magnitude = 0.4 + random.nextDouble();
        double arg = random.nextDouble(2 * Math.PI);
        re[port] = magnitude * Math.cos(arg);
        im[port] = magnitude * Math.sin(arg);
        norm += magnitude * magnitude;
      }
      double[] phase = new double[LAYOUT.heaters().size()];
      chain.make(re, im, phase);
      double[] madeRe = new double[5];
      double[] madeIm = new double[5];
      chain.made(phase, madeRe, madeIm);
      double overlapRe = 0;
      double overlapIm = 0;
      for (int port = 0; port < 5; port++) {
        overlapRe += re[port] * madeRe[port] + im[port] * madeIm[port];
        overlapIm += re[port] * madeIm[port] - im[port] * madeRe[port];
      }
      assertEquals(1, Math.hypot(overlapRe, overlapIm) / Math.sqrt(norm), ROUNDING);
    }
  }

  @Test
  void splitOutOfReachBecomesTheNearest() {
    ChainMzi mzi = new ChainMzi(false, 0.03, 0.02);
    assertEquals(0, mzi.angle(0, 1));
    assertEquals(Math.sin(0.05), mzi.topMagnitude(mzi.angle(0, 1)), ROUNDING);
    assertEquals(Math.PI, mzi.angle(1, 0));
    assertEquals(Math.cos(0.01), mzi.topMagnitude(mzi.angle(1, 0)), ROUNDING);
  }

  @Test
  void magnitudesAreReadBetweenMeshAndChain() {
    OutputPlaces right = OutputPlaces.of(LAYOUT, Direction.FORWARD, OutputTaps.AT_MESH);
    assertArrayEquals(new int[] {10, 12, 14, 16}, right.columns());
    OutputPlaces left = OutputPlaces.of(LAYOUT, Direction.BACKWARD, OutputTaps.AT_MESH);
    assertArrayEquals(new int[] {2, 4, 6, 8}, left.columns());
    OutputPlaces behind = OutputPlaces.of(LAYOUT, Direction.FORWARD, OutputTaps.BEHIND_CHAIN);
    assertArrayEquals(new int[] {18}, behind.columns());
    int first = LAYOUT.heaters().get(LAYOUT.heaters(HeaterRole.MESH, HeaterKind.THETA)[0]).column();
    OutputPlaces before = OutputPlaces.of(LAYOUT, Direction.BACKWARD, OutputTaps.BEHIND_CHAIN);
    assertArrayEquals(new int[] {first - 1}, before.columns());
  }
}
