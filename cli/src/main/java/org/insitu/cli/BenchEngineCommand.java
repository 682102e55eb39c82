package org.insitu.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.insitu.cli.console.JsonOutput;
import org.insitu.cli.console.Numbers;
import org.insitu.cli.console.OutputPaths;
import org.insitu.cli.console.UserMistake;
import org.insitu.cli.engine.EngineBench;
import org.insitu.cli.engine.Scaling;
import org.insitu.trainer.picture.ScalingPicture;
import org.insitu.trainer.run.AtomicFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code insitu bench-engine}: how fast batches go through meshes on this computer. */
@Command(
    name = "bench-engine",
    header = "Times the engine on this computer.",
    description = {
      "Forward, in situ gradient of three passes with a tap at every",
      "heater, and the gradient by the whole matrix. The computer should be idle.",
      "MB: batches read and written; heap MB: memory a call takes beside them."
    })
final class BenchEngineCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-n", "--ports"},
      paramLabel = "N",
      split = ",",
      defaultValue = "4,16,64,128,256,1024",
      converter = Numbers.Count.class,
      description = "Ports, several with commas, 2 to 1024 (default: 4,16,64,128,256,1024).")
  private List<Integer> ports;

  @Option(
      names = "--batch",
      paramLabel = "B",
      defaultValue = "600",
      converter = Numbers.Count.class,
      description = "Samples per call (default: 600).")
  private int batch;

  @Option(
      names = "--threads",
      paramLabel = "T",
      defaultValue = "2",
      converter = Numbers.Threads.class,
      description = "Threads (default: 2).")
  private int threads;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "1",
      converter = Numbers.Positive.class,
      description = "Time for each figure (default: 1).")
  private double seconds;

  @Option(
      names = "--plot",
      paramLabel = "FILE.png",
      description = "Draws the times over the ports and fits how they grow.")
  private Path plot;

  @Option(names = "--json", description = "Prints a list of figures as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    for (int n : ports) {
      if (n < 2 || n > 1024) {
        throw new UserMistake("--ports must be from 2 to 1024, found " + n);
      }
    }
    if (plot != null) {
      OutputPaths.requireWritable(plot);
    }
    EngineBench bench = new EngineBench(batch, threads, seconds);
    bench.check(ports);
    PrintWriter out = spec.commandLine().getOut();
    List<EngineBench.Figure> figures = new ArrayList<>();
    if (!json) {
      out.println(
          "   n  batch  precision  threads  operation       median ms  GFLOP/s      MB  heap MB");
      out.flush();
    }
    for (int n : ports) {
      bench.measure(
          n,
          figure -> {
            figures.add(figure);
            if (!json) {
              out.println(line(figure, bench.peakHeap()));
              out.flush();
            }
          });
    }
    if (json) {
      JsonOutput.print(out, figures);
    }
    if (plot != null) {
      draw(figures, out);
    }
    return 0;
  }

  private void draw(List<EngineBench.Figure> figures, PrintWriter out) throws IOException {
    ScalingPicture picture =
        new ScalingPicture(
            "Rectangular meshes, %d samples, single precision, %d threads"
                .formatted(batch, threads));
    for (String operation : EngineBench.OPERATIONS) {
      Scaling scaling = Scaling.of(figures, operation, "float");
      String power =
          scaling.exponent().map(k -> String.format(Locale.ROOT, ", N^%.2f", k)).orElse("");
      picture.add(operation + power, scaling.ports(), scaling.seconds());
      if (!json) {
        out.println(scaling.summary());
      }
    }
    AtomicFiles.write(plot, file -> file.write(picture.png()));
  }

  private static String line(EngineBench.Figure figure, long heap) {
    return String.format(
        Locale.ROOT,
        "%4d  %5d  %-9s  %7d  %-14s  %9.3f  %7.1f  %6.1f  %7.1f",
        figure.n(),
        figure.batch(),
        figure.precision(),
        figure.threads(),
        figure.operation(),
        figure.medianSeconds() * 1e3,
        figure.flops() / figure.medianSeconds() * 1e-9,
        figure.bytes() * 1e-6,
        heap * 1e-6);
  }
}
