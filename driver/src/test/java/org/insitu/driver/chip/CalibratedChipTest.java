package org.insitu.driver.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.insitu.driver.GlassBench;
import org.insitu.driver.calibration.Calibration;
import org.insitu.driver.calibration.CalibrationListener;
import org.insitu.driver.calibration.CalibrationSettings;
import org.insitu.driver.calibration.Calibrator;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.layout.ChipLayoutReader;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.decompose.Decomposition;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.linear.HaarUnitary;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.processor.LaunchScale;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.mesh.processor.Propagation;
import org.insitu.mesh.processor.ReadOut;
import org.insitu.mesh.propagation.MeshModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CalibratedChipTest {
  /** A sweep without noise is fitted to about 1e-8 rad; voltages and fields keep that. */
  private static final double TOLERANCE = 1e-5;

  private static final ChipLayout LAYOUT = ChipLayoutReader.preset("amf420");

  private static CalibratedChip chip(long seed) throws DeviceException {
    GlassBench bench = new GlassBench(LAYOUT, seed);
    Calibration calibration =
        new Calibrator(bench, CalibrationSettings.PUBLISHED, CalibrationListener.NONE).run();
    return new CalibratedChip(bench, calibration, ReadSettings.PUBLISHED);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Direction.class)
  void readsFieldsAndTapsOfTheProgrammedMesh(Direction direction) throws DeviceException {
    SplittableRandom random = new SplittableRandom(7);
    try (CalibratedChip chip = chip(3)) {
      MeshModel model = new MeshModel(chip.mesh(), MeshErrors.none(chip.mesh()));
      for (int trial = 0; trial < 5; trial++) {
        MeshPhases phases = MeshPhases.of(chip.mesh(), uniform(random, 6), uniform(random, 6));
        ComplexBatch vectors = ComplexBatch.zeros(4, 3);
        for (int port = 0; port < 4; port++) {
          for (int sample = 0; sample < 3; sample++) {
            vectors.set(port, sample, random.nextDouble(-1, 1), random.nextDouble(-1, 1));
          }
        }
        chip.program(phases);
        model.setPhases(phases);
        Propagation measured =
            chip.propagate(direction, vectors, ReadOut.FIELDS_AND_TAPS, LaunchScale.PER_VECTOR);
        Propagation wanted = model.propagate(direction, vectors);
        for (int sample = 0; sample < 3; sample++) {
          for (int port = 0; port < 4; port++) {
            assertEquals(
                wanted.output().re()[port][sample],
                measured.output().re()[port][sample],
                TOLERANCE);
            assertEquals(
                wanted.output().im()[port][sample],
                measured.output().im()[port][sample],
                TOLERANCE);
          }
          for (int node = 0; node < 6; node++) {
            assertEquals(
                wanted.taps().orElseThrow().theta()[node][sample],
                measured.taps().orElseThrow().theta()[node][sample],
                TOLERANCE);
            assertEquals(
                wanted.taps().orElseThrow().phi()[node][sample],
                measured.taps().orElseThrow().phi()[node][sample],
                TOLERANCE);
          }
        }
      }
      assertTrue(chip.counters().launches() > 0);
    }
  }

  @Test
  void perfectChipProgramsHaarUnitariesPerfectly() throws ProcessorException {
    SplittableRandom random = new SplittableRandom(9);
    try (CalibratedChip chip = chip(5)) {
      FidelityTest.Result result =
          new FidelityTest(chip, Decomposition::phases)
              .run(() -> HaarUnitary.sample(4, random), 20, random, done -> {});
      assertEquals(1, result.amplitude().mean(), TOLERANCE);
      assertEquals(1, result.complex().mean(), TOLERANCE);
      assertEquals(0, result.phaseReadErrorRad(), TOLERANCE);
      assertEquals(20, result.complex().values().length);
    }
  }

  @Test
  void commonScaleGivesTheSamePowersAsOwnScale() throws DeviceException {
    try (CalibratedChip chip = chip(6)) {
      ComplexBatch vectors = ComplexBatch.zeros(4, 2);
      vectors.set(0, 0, 2, 0);
      vectors.set(1, 0, 0, 1);
      vectors.set(2, 1, 0.3, -0.1);
      Propagation own =
          chip.propagate(
              Direction.FORWARD, vectors, ReadOut.POWERS_AND_TAPS, LaunchScale.PER_VECTOR);
      Propagation common =
          chip.propagate(Direction.FORWARD, vectors, ReadOut.POWERS_AND_TAPS, LaunchScale.COMMON);
      for (int sample = 0; sample < 2; sample++) {
        for (int port = 0; port < 4; port++) {
          assertEquals(
              own.output().re()[port][sample], common.output().re()[port][sample], TOLERANCE);
        }
        for (int node = 0; node < 6; node++) {
          assertEquals(
              own.taps().orElseThrow().theta()[node][sample],
              common.taps().orElseThrow().theta()[node][sample],
              TOLERANCE);
        }
      }
    }
  }

  @Test
  void meshPhaseOfADeadHeaterIsReportedAsItIs() throws DeviceException {
    GlassBench bench = new GlassBench(LAYOUT, 5);
    bench.stick(LAYOUT.heaterAt(8, 0).orElseThrow());
    Calibration calibration =
        new Calibrator(bench, CalibrationSettings.PUBLISHED, CalibrationListener.NONE).run();
    try (CalibratedChip chip = new CalibratedChip(bench, calibration, ReadSettings.PUBLISHED)) {
      SplittableRandom random = new SplittableRandom(2);
      MeshPhases wanted = MeshPhases.of(chip.mesh(), uniform(random, 6), uniform(random, 6));
      chip.program(wanted);
      MeshModel model = new MeshModel(chip.mesh(), MeshErrors.none(chip.mesh()));
      model.setPhases(chip.programmed());
      ComplexBatch vector = ComplexBatch.zeros(4, 1);
      for (int port = 0; port < 4; port++) {
        vector.set(port, 0, random.nextDouble(-1, 1), random.nextDouble(-1, 1));
      }
      Propagation measured =
          chip.propagate(Direction.FORWARD, vector, ReadOut.FIELDS, LaunchScale.PER_VECTOR);
      Propagation told = model.propagate(Direction.FORWARD, vector);
      for (int port = 0; port < 4; port++) {
        assertEquals(told.output().re()[port][0], measured.output().re()[port][0], TOLERANCE);
        assertEquals(told.output().im()[port][0], measured.output().im()[port][0], TOLERANCE);
      }
    }
  }

  @Test
  void failureWhileProgrammingLeavesTheBenchSafe() throws DeviceException {
    GlassBench bench = new GlassBench(LAYOUT, 5);
    Calibration calibration =
        new Calibrator(bench, CalibrationSettings.PUBLISHED, CalibrationListener.NONE).run();
    CalibratedChip chip = new CalibratedChip(bench, calibration, ReadSettings.PUBLISHED);
    bench.failNextWrite();
    MeshPhases zero = MeshPhases.of(chip.mesh(), new double[6], new double[6]);
    assertThrows(DeviceException.Timeout.class, () -> chip.program(zero));
    assertTrue(bench.isSafe());
  }

  private static double[] uniform(SplittableRandom random, int count) {
    return random.doubles(count, 0, 2 * Math.PI).toArray();
  }
}
