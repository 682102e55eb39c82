package org.insitu.gui;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.animation.AnimationTimer;
import javafx.scene.Scene;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.insitu.gui.model.ChipTelemetry;
import org.insitu.gui.model.Series;
import org.insitu.gui.paint.Axis;
import org.insitu.gui.paint.CurveChart;
import org.insitu.gui.paint.MeshScene;
import org.insitu.gui.paint.MeshView;
import org.insitu.mesh.Topology;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.ChipPattern;
import org.insitu.mesh.chip.ElectricalLimits;
import org.insitu.mesh.processor.Direction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/**
 * What holds 30 Hz: a 64-port mesh of 4,032 heaters and a loss curve of 10,000 points, both new in
 * every frame. Prints frames a second, the share of one core, and the longest gap.
 */
@Tag("benchmark")
@ExtendWith(ApplicationExtension.class)
final class WindowBenchmark {
  private static final int PORTS = 64;
  private static final int POINTS = 10_000;
  private static final long WARM_UP_NANOS = 4_000_000_000L;
  private static final long MEASURED_NANOS = 10_000_000_000L;
  private static final long FRAME_NANOS = 31_000_000;
  private final SplittableRandom random = new SplittableRandom(1);
  private MeshView mesh;
  private CurveChart chart;
  private final Series loss = new Series();

  @Start
  void open(Stage stage) {
    mesh = new MeshView();
    chart = new CurveChart("Loss", "iteration", new Axis(0, 1, false), "nothing");
    for (int i = 0; i < POINTS; i++) {
      loss.add(i, Math.exp(-i / 3000.0) + 0.2 * random.nextDouble());
    }
    chart.show(List.of(new CurveChart.Curve("batch", 0, CurveChart.Style.NOISY, loss::points)));
    VBox root = new VBox(mesh, chart);
    mesh.setPrefHeight(500);
    chart.setPrefHeight(300);
    VBox.setVgrow(mesh, Priority.ALWAYS);
    stage.setScene(new Scene(root, 1280, 800));
    stage.show();
  }

  @Test
  void meshAndCurveInEveryFrame() throws InterruptedException {
    ElectricalLimits limits =
        new ElectricalLimits(0, 5, 2, 1, 500, 0.05, 500, Duration.ofMillis(30));
    ChipLayout layout = ChipPattern.of("mesh64", Topology.RECTANGULAR, PORTS, limits);
    CountDownLatch done = new CountDownLatch(1);
    long[] result = new long[4];
    WaitForAsyncUtils.waitForAsyncFx(5000, () -> timer(layout, result, done).start());
    done.await(60, TimeUnit.SECONDS);
    double seconds = result[1] * 1e-9;
    System.out.printf(
        Locale.ROOT,
        "%d heaters and %d points, 1280 x 800: %.1f frames/s, %.0f %% of one core, worst gap %.0f ms%n",
        layout.heaters().size(),
        POINTS,
        result[0] / seconds,
        100 * result[2] * 1e-9 / seconds,
        result[3] * 1e-6);
  }

  private AnimationTimer timer(ChipLayout layout, long[] result, CountDownLatch done) {
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long begun = System.nanoTime();
    return new AnimationTimer() {
      private long last;
      private long first;
      private long cpu;

      @Override
      public void handle(long pulse) {
        long now = System.nanoTime();
        if (now - last < FRAME_NANOS) {
          return;
        }
        if (first != 0) {
          result[0]++;
          result[3] = Math.max(result[3], now - last);
        } else if (now - begun > WARM_UP_NANOS) {
          first = now;
          cpu = process.getProcessCpuTime();
        }
        last = now;
        mesh.show(
            Optional.of(new MeshScene(telemetry(layout), Optional.empty(), Optional.empty())));
        chart.repaint();
        if (first != 0 && now - first > MEASURED_NANOS) {
          result[1] = now - first;
          result[2] = process.getProcessCpuTime() - cpu;
          stop();
          done.countDown();
        }
      }
    };
  }

  private ChipTelemetry telemetry(ChipLayout layout) {
    double[] voltage = new double[layout.heaters().size()];
    Arrays.setAll(voltage, i -> 5 * random.nextDouble());
    double[][] taps = new double[layout.columns()][layout.rows()];
    for (double[] column : taps) {
      Arrays.setAll(column, i -> 1e-6 * random.nextDouble());
    }
    return new ChipTelemetry(
        layout, voltage, taps, new long[layout.columns()], Direction.FORWARD, 1e-3, 1);
  }
}
