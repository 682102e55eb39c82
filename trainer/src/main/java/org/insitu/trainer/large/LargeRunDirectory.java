package org.insitu.trainer.large;

import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.insitu.mesh.MeshPhases;
import org.insitu.trainer.picture.EpochPicture;
import org.insitu.trainer.run.AtomicFiles;
import org.insitu.trainer.run.Decimals;
import org.insitu.trainer.run.PhasesFile;
import org.insitu.trainer.run.RowFile;
import org.insitu.trainer.run.RunHead;

/**
 * Writes the directory of a large run: {@code run.yaml} at the start, {@code metrics.csv} epoch by
 * epoch under another name until the end; {@code phases.json}, {@code training.png} and {@code
 * summary.json} at the end. A file under its final name is whole.
 */
public final class LargeRunDirectory implements LargeTraining.Listener, AutoCloseable {
  /** Columns of metrics.csv; the last one is time, all others follow from the seed. */
  private static final String COLUMNS =
      "epoch,steps,learningRate,trainLoss,trainError,testLoss,testError,gradientError,"
          + "trainSeconds,seconds";

  private static final int DIGITS = 9;

  private final Path directory;
  private final LargePlan plan;
  private final RowFile metrics;
  private final List<EpochResult> epochs = new ArrayList<>();

  private LargeRunDirectory(Path directory, LargePlan plan, RowFile metrics) {
    this.directory = directory;
    this.plan = plan;
    this.metrics = metrics;
  }

  /**
   * Creates the directory and begins its files.
   *
   * @param description entries of run.yaml: all it takes to repeat the run, in order
   * @throws IOException with one sentence if it cannot be written
   */
  public static LargeRunDirectory create(
      Path directory, LargePlan plan, Map<String, Object> description) throws IOException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw AtomicFiles.complaint(directory, e);
    }
    YAMLMapper yaml =
        new YAMLMapper(
            YAMLFactory.builder()
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .build());
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("format", RunHead.LARGE_FORMAT);
    root.putAll(description);
    AtomicFiles.write(directory.resolve("run.yaml"), yaml.writeValueAsString(root));
    RowFile metrics = RowFile.create(directory.resolve("metrics.csv"));
    metrics.write(COLUMNS);
    return new LargeRunDirectory(directory, plan, metrics);
  }

  @Override
  public void on(EpochResult epoch) throws IOException {
    epochs.add(epoch);
    metrics.write(
        "%d,%d,%s,%s,%s,%s,%s,%s,%s,%s"
            .formatted(
                epoch.epoch(),
                epoch.steps(),
                text(epoch.learningRate()),
                text(epoch.trainLoss()),
                text(epoch.trainError()),
                text(epoch.testLoss()),
                text(epoch.testError()),
                text(epoch.gradientError()),
                Decimals.significant(epoch.trainSeconds(), 6),
                Decimals.significant(epoch.seconds(), 6)));
  }

  private static String text(double value) {
    return Decimals.significant(value, DIGITS);
  }

  /**
   * Ends the files of a run.
   *
   * @param report entries of summary.json, in order
   * @throws IOException with one sentence if a file cannot be written
   */
  public void finish(LargeSummary summary, Map<String, Object> report, String title)
      throws IOException {
    metrics.finish();
    AtomicFiles.write(
        directory.resolve("phases.json"), PhasesFile.toJson(phases(summary.parameters())) + "\n");
    byte[] picture =
        EpochPicture.png(
            title,
            column(EpochResult::epoch),
            column(EpochResult::trainError),
            column(EpochResult::testError),
            column(EpochResult::trainLoss),
            column(EpochResult::testLoss));
    AtomicFiles.write(directory.resolve("training.png"), out -> out.write(picture));
    AtomicFiles.write(directory.resolve("summary.json"), PhasesFile.toJson(report) + "\n");
  }

  private double[] column(ToDoubleFunction<EpochResult> value) {
    return epochs.stream().mapToDouble(value).toArray();
  }

  /** The phases.json of smaller runs, with γ where it is trained. */
  private Map<String, Object> phases(double[] parameters) {
    LargeNetwork network = plan.network();
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("format", "insitu phases 1");
    root.put("unit", "rad");
    root.put("topology", plan.topology().id());
    root.put("ports", plan.ports());
    List<Map<String, double[]>> layers = new ArrayList<>();
    for (int layer = 0; layer < network.layers(); layer++) {
      MeshPhases phases = network.phases(parameters, layer);
      Map<String, double[]> entry = new LinkedHashMap<>();
      entry.put("theta", phases.theta());
      entry.put("phi", phases.phi());
      if (network.trainsGamma()) {
        entry.put("gamma", phases.gamma());
      }
      layers.add(entry);
    }
    root.put("layers", layers);
    return root;
  }

  /** Closes what is open; what a run that failed has written stays under the name of a part. */
  @Override
  public void close() throws IOException {
    metrics.close();
  }
}
