package org.insitu.trainer.large;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.insitu.mesh.Topology;
import org.insitu.trainer.digits.ImageFeatures;
import org.insitu.trainer.optimiser.OptimiserKind;
import org.insitu.trainer.optimiser.Schedule;
import org.insitu.trainer.run.RunHead;
import org.insitu.trainer.run.RunRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories of large runs are read with the others. */
class LargeRecordTest {
  private static final LargePlan PLAN =
      new LargePlan(
          Topology.RECTANGULAR,
          16,
          2,
          false,
          ImageFeatures.FOURIER,
          ReadOutPorts.GROUPS,
          BoundedLoss.SOFTMAX,
          20,
          LargeGradient.DIGITAL,
          LargeMeasurement.MATRIX,
          OptimiserKind.ADAM,
          0.02,
          Schedule.CONSTANT,
          10,
          2,
          3);

  @TempDir Path folder;

  @Test
  void curvesOfALargeRunAreReadAndItSaysThatItCannotBeReplayed() throws Exception {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("version", "0.0");
    description.put("plan", PLAN.entries());
    EpochResult last = new EpochResult(2, 20, 0.02, 0.4, 0.1, 0.5, 0.2, 0.003, 0.25, 2);
    try (LargeRunDirectory directory = LargeRunDirectory.create(folder, PLAN, description)) {
      directory.on(
          new EpochResult(
              0, 0, Double.NaN, Double.NaN, Double.NaN, 2.3, 0.9, Double.NaN, Double.NaN, 0.5));
      directory.on(new EpochResult(1, 10, 0.02, 0.8, 0.3, 0.9, 0.35, 0.002, 0.5, 1));
      directory.on(last);
      assertEquals(RunHead.State.UNFINISHED, RunHead.read(folder).state());
      directory.finish(
          new LargeSummary(last, 0.4, 0.1, 0.2, false, 2, new double[PLAN.network().parameters()]),
          Map.of("testAccuracy", 0.8, "iterations", 20, "stopped", false),
          "a test");
    }
    assertTrue(
        Files.readString(folder.resolve("run.yaml")).startsWith("format: insitu large run 1\n"));
    List<String> rows = Files.readAllLines(folder.resolve("metrics.csv"));
    assertTrue(rows.get(0).endsWith(",gradientError,trainSeconds,seconds"), rows.get(0));
    assertTrue(rows.get(1).endsWith(",0.9,,,0.5"), rows.get(1));
    assertTrue(rows.get(3).endsWith(",0.003,0.25,2"), rows.get(3));
    RunRecord record = RunRecord.read(folder);
    assertEquals("mnist", record.head().task());
    assertEquals("2 × 16 ports", record.head().chip());
    assertEquals(RunHead.State.FINISHED, record.head().state());
    assertEquals(0.8, record.head().testAccuracy().orElseThrow());
    assertEquals("epoch", record.curves().step());
    assertArrayEquals(new double[] {1, 2}, record.curves().loss().x());
    assertArrayEquals(new double[] {0, 1, 2}, record.curves().testAccuracy().x());
    assertEquals(0.65, record.curves().testAccuracy().at(1.5).orElseThrow(), 1e-12);
    assertTrue(record.curves().trainAccuracy().at(0).isEmpty());
    assertTrue(record.replay().isEmpty());
    assertTrue(record.remark().orElseThrow().contains("cannot be replayed"));
  }
}
