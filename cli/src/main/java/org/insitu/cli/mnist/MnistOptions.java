package org.insitu.cli.mnist;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.insitu.cli.console.Choice;
import org.insitu.cli.console.Numbers;
import org.insitu.cli.console.UserMistake;
import org.insitu.mesh.Topology;
import org.insitu.mesh.engine.NetworkEngine;
import org.insitu.simulator.processor.NoiseModel;
import org.insitu.trainer.data.DatasetException;
import org.insitu.trainer.digits.DigitImages;
import org.insitu.trainer.digits.Digits;
import org.insitu.trainer.digits.ImageFeatures;
import org.insitu.trainer.large.BoundedLoss;
import org.insitu.trainer.large.LargeGradient;
import org.insitu.trainer.large.LargeMeasurement;
import org.insitu.trainer.large.LargePlan;
import org.insitu.trainer.large.ReadOutPorts;
import org.insitu.trainer.optimiser.OptimiserKind;
import org.insitu.trainer.optimiser.Schedule;
import picocli.CommandLine.Option;

/** What to train and with which errors: every option that a study may vary. */
public final class MnistOptions {
  /** Environment variable that names the folder of MNIST. */
  static final String DATA_VARIABLE = "INSITU_DATA";

  /** Said where no folder is named. */
  public static final String DRAWN_NOTE =
      "insitu: no MNIST (neither --data nor "
          + DATA_VARIABLE
          + " names a folder); training on drawn digits, which are far easier.";

  private static final int LARGEST_MESH = 1024;

  /** Headers and references of two arrays. */
  private static final double BYTES_PER_IMAGE = 40;

  /** Bytes that the engine keeps per node: plans, tables and sums of two slots. */
  private static final double BYTES_PER_NODE = 500;

  private static final double MNIST_TRAIN = 60_000;
  private static final double MNIST_TEST = 10_000;

  /** Passes with taps of one gradient. */
  private static final double TAP_PASSES = 3;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder with the IDX files of MNIST, gzip or not (default: $INSITU_DATA; else digits are"
              + " drawn).")
  private Path data;

  @Option(
      names = "--train-images",
      paramLabel = "K",
      converter = Numbers.Count.class,
      description = "Trains with the first K images only.")
  private Integer trainImages;

  @Option(
      names = "--test-images",
      paramLabel = "K",
      converter = Numbers.Count.class,
      description = "Tests with the first K images only.")
  private Integer testImages;

  @Option(
      names = "--features",
      paramLabel = "F",
      defaultValue = "fourier",
      converter = Features.class,
      description = "fourier: central coefficients, or pixels: averaged areas (default: fourier).")
  private ImageFeatures features;

  @Option(
      names = "--mesh",
      paramLabel = "M",
      defaultValue = "rectangular",
      converter = Meshes.class,
      description = "rectangular or triangular (default: rectangular).")
  private LayerMesh mesh;

  @Option(
      names = "--ports",
      paramLabel = "N",
      defaultValue = "64",
      converter = Numbers.Count.class,
      description = "Ports of each layer, 10 to 1024 (default: 64).")
  private int ports;

  @Option(
      names = "--layers",
      paramLabel = "L",
      defaultValue = "2",
      converter = Numbers.Count.class,
      description = "Photonic layers (default: 2).")
  private int layers;

  @Option(
      names = "--gamma",
      paramLabel = "G",
      defaultValue = "fixed",
      converter = Gammas.class,
      description = "fixed or trained output phases (default: fixed, as on a chip).")
  private Gamma gamma;

  @Option(
      names = "--readout",
      paramLabel = "R",
      defaultValue = "groups",
      converter = ReadOuts.class,
      description =
          "Ports of each class: groups of all, first ten, or ten spread (default: groups).")
  private ReadOutPorts readOut;

  @Option(
      names = "--loss",
      paramLabel = "L",
      defaultValue = "softmax",
      converter = Losses.class,
      description = "softmax or squared, both of shares of light (default: softmax).")
  private BoundedLoss loss;

  @Option(
      names = "--sharpness",
      paramLabel = "S",
      defaultValue = "30",
      converter = Numbers.Positive.class,
      description = "Logits are S times the share of light (default: 30).")
  private double sharpness;

  @Option(
      names = "--gradient",
      paramLabel = "G",
      defaultValue = "digital",
      converter = Gradients.class,
      description =
          "digital: three passes; forward: the same with the adjoint sent forward; analog: difference"
              + " of two; model: computed, without light (default: digital).")
  private LargeGradient gradient;

  @Option(
      names = "--measure",
      paramLabel = "M",
      defaultValue = "matrix",
      converter = Measurements.class,
      description = "Send the basis vectors (matrix) or all samples (default: matrix).")
  private LargeMeasurement measure;

  @Option(
      names = "--optimizer",
      paramLabel = "O",
      defaultValue = "adam",
      converter = Optimisers.class,
      description = "adam, sgd or momentum (default: adam).")
  private OptimiserKind optimizer;

  @Option(
      names = "--lr",
      paramLabel = "R",
      converter = Numbers.Positive.class,
      description =
          "Learning rate [rad] (default: 0.002 for adam, 0.2 for sgd, 0.02 for momentum).")
  private Double learningRate;

  @Option(
      names = "--schedule",
      paramLabel = "S",
      defaultValue = "constant",
      converter = Schedules.class,
      description = "constant, cosine or step (default: constant).")
  private Schedule schedule;

  @Option(
      names = "--batch",
      paramLabel = "B",
      defaultValue = "600",
      converter = Numbers.Count.class,
      description = "Samples per step (default: 600).")
  private int batch;

  @Option(
      names = "--epochs",
      paramLabel = "E",
      defaultValue = "10",
      converter = Numbers.CountOrZero.class,
      description = "Passes over the training images (default: 10).")
  private int epochs;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      converter = Numbers.Seed.class,
      description = "Seed of everything random (default: 1).")
  private long seed;

  @Option(
      names = "--io-amplitude",
      paramLabel = "SA",
      defaultValue = "0",
      converter = NotNegative.class,
      description = "Output magnitudes are read as |m (1 + SA n)| (default: 0).")
  private double ioAmplitude;

  @Option(
      names = "--io-phase",
      paramLabel = "SP",
      defaultValue = "0",
      converter = NotNegative.class,
      description = "Output phases are read with an error of pi SP n (default: 0).")
  private double ioPhase;

  @Option(
      names = "--tap-noise",
      paramLabel = "ST",
      defaultValue = "0",
      converter = NotNegative.class,
      description = "Tap powers p are read as p + ST sqrt(p) n (default: 0).")
  private double tapNoise;

  @Option(
      names = "--tap-unit",
      paramLabel = "U",
      defaultValue = "launched",
      converter = Units.class,
      description =
          "Powers p in units of the launched power, or of a vector of norm 1 (default: launched).")
  private NoiseModel.Unit tapUnit;

  @Option(
      names = "--noise",
      paramLabel = "N",
      defaultValue = "fresh",
      converter = Drawings.class,
      description = "fresh: drawn anew; frozen: the same numbers in every step (default: fresh).")
  private NoiseModel.Drawing noise;

  @Option(
      names = "--imbalance",
      paramLabel = "DB",
      defaultValue = "0",
      converter = NotNegative.class,
      description = "Deviation of the arms' transmission, static [dB] (default: 0).")
  private double imbalance;

  @Option(
      names = "--coupler-error",
      paramLabel = "RAD",
      defaultValue = "0",
      converter = NotNegative.class,
      description = "Deviation of the couplers' splitting angle, static [rad] (default: 0).")
  private double couplerError;

  /** Topologies of a layer. */
  enum LayerMesh {
    RECTANGULAR,
    TRIANGULAR
  }

  /** What becomes of output phases. */
  enum Gamma {
    FIXED,
    TRAINED
  }

  /** Words of {@code --mesh}. */
  static final class Meshes extends Choice<LayerMesh> {
    Meshes() {
      super(LayerMesh.class);
    }
  }

  /** Words of {@code --gamma}. */
  static final class Gammas extends Choice<Gamma> {
    Gammas() {
      super(Gamma.class);
    }
  }

  /** Words of {@code --features}. */
  static final class Features extends Choice<ImageFeatures> {
    Features() {
      super(ImageFeatures.class);
    }
  }

  /** Words of {@code --readout}. */
  static final class ReadOuts extends Choice<ReadOutPorts> {
    ReadOuts() {
      super(ReadOutPorts.class);
    }
  }

  /** Words of {@code --loss}. */
  static final class Losses extends Choice<BoundedLoss> {
    Losses() {
      super(BoundedLoss.class);
    }
  }

  /** Words of {@code --gradient}. */
  static final class Gradients extends Choice<LargeGradient> {
    Gradients() {
      super(LargeGradient.class);
    }
  }

  /** Words of {@code --measure}. */
  static final class Measurements extends Choice<LargeMeasurement> {
    Measurements() {
      super(LargeMeasurement.class);
    }
  }

  /** Words of {@code --optimizer}. */
  static final class Optimisers extends Choice<OptimiserKind> {
    Optimisers() {
      super(OptimiserKind.class);
    }
  }

  /** Words of {@code --schedule}. */
  static final class Schedules extends Choice<Schedule> {
    Schedules() {
      super(Schedule.class);
    }
  }

  /** Words of {@code --tap-unit}. */
  static final class Units extends Choice<NoiseModel.Unit> {
    Units() {
      super(NoiseModel.Unit.class);
    }
  }

  /** Words of {@code --noise}. */
  static final class Drawings extends Choice<NoiseModel.Drawing> {
    Drawings() {
      super(NoiseModel.Drawing.class);
    }
  }

  /**
   * Returns the plan.
   *
   * @throws UserMistake if the options do not go together or do not fit into the memory
   */
  LargePlan plan() {
    if (ports < DigitImages.CLASSES || ports > LARGEST_MESH) {
      throw new UserMistake(
          "--ports must be from %d to %d, found %d"
              .formatted(DigitImages.CLASSES, LARGEST_MESH, ports));
    }
    if (usesModel() && (ioAmplitude > 0 || ioPhase > 0 || tapNoise > 0 || imbalance > 0)) {
      throw new UserMistake(
          "--gradient model computes without light, and read-out noise or unequal arms do nothing to"
              + " it; leave out --io-amplitude, --io-phase, --tap-noise and --imbalance, or choose"
              + " another gradient");
    }
    checkMemory();
    return new LargePlan(
        mesh == LayerMesh.RECTANGULAR ? Topology.RECTANGULAR : Topology.TRIANGULAR,
        ports,
        layers,
        gamma == Gamma.TRAINED,
        features,
        readOut,
        loss,
        sharpness,
        gradient,
        measure,
        optimizer,
        Optional.ofNullable(learningRate).orElseGet(this::defaultRate),
        schedule,
        batch,
        epochs,
        seed);
  }

  private double defaultRate() {
    return switch (optimizer) {
      case ADAM -> 0.002;
      case SGD -> 0.2;
      case MOMENTUM -> 0.02;
    };
  }

  private void checkMemory() {
    double bytes = vectorBytes() + runBytes();
    double limit = memoryLimit();
    if (bytes > limit) {
      throw new UserMistake(
          ("%d ports, %s and batches of %d take %s, but this process has %s; choose less or set"
                  + " INSITU_JAVA_OPTS=-Xmx...")
              .formatted(
                  ports,
                  Numbers.counted(layers, "layer"),
                  batch,
                  Numbers.memory(bytes),
                  Numbers.memory(limit)));
    }
  }

  /** Returns the memory that may be planned with [bytes]. */
  static double memoryLimit() {
    return 0.8 * Runtime.getRuntime().maxMemory();
  }

  private double images() {
    double train = trainImages == null ? MNIST_TRAIN : Math.min(trainImages, MNIST_TRAIN);
    double test = testImages == null ? MNIST_TEST : Math.min(testImages, MNIST_TEST);
    return train + test;
  }

  /** Returns what all images and their vectors take [bytes]. */
  double vectorBytes() {
    return (4.0 * values() + Digits.SIDE * Digits.SIDE + BYTES_PER_IMAGE) * images();
  }

  private double values() {
    return features.form(Digits.SIDE, ports).values();
  }

  /** Returns what a run takes beside the vectors [bytes]. */
  double runBytes() {
    double nodes = ports * (ports - 1) / 2.0;
    double square = 16.0 * ports * ports;
    double inNodes = layers * nodes * BYTES_PER_NODE;
    if (goesThroughAtOnce()) {
      // Sums of g x in slots, and once more as M; U and its transpose, each also as products take
      // them; what the gradient works on.
      double sums = 8.0 * ports * (values() + (layers - 1.0) * ports) * NetworkEngine.slots(batch);
      return inNodes + sums + 7 * layers * square;
    }
    double bytes = 8.0 * ports * (2.0 * layers + 2) * batch + inNodes;
    if (usesEngineAlone()) {
      // One layer's sums at a time, with a slot for every block.
      return bytes + square * Math.min(16, batch / 304.0 + 1);
    }
    boolean matrix = measure == LargeMeasurement.MATRIX;
    double launches = matrix ? ports : batch;
    // Some batches in double.
    bytes += 10.0 * 16 * ports * launches;
    if (frozen()) {
      // Every tap of every vector of one pass.
      double frame = 16 * nodes * launches;
      bytes += frame;
      // Numbers that are kept, in lists up to twice as long as what is in them.
      if (tapNoise > 0) {
        bytes += 2.0 * TAP_PASSES * layers * frame;
      }
      if (ioAmplitude > 0 || ioPhase > 0) {
        bytes += 2.0 * layers * 16 * ports * (matrix ? 2.0 * ports : images() + batch);
      }
    }
    return bytes;
  }

  private boolean frozen() {
    return noise == NoiseModel.Drawing.FROZEN;
  }

  /** Returns whether the read-out makes no error, so that the engine's own passes will do. */
  boolean usesEngineAlone() {
    boolean silent = ioAmplitude == 0 && ioPhase == 0 && tapNoise == 0;
    return usesModel() || (gradient == LargeGradient.DIGITAL && silent);
  }

  /** Returns whether batches go through all layers and back in small parts. */
  boolean goesThroughAtOnce() {
    return usesEngineAlone() && imbalance == 0 && NetworkEngine.suits(ports, batch);
  }

  /** Returns whether gradients are computed, not measured. */
  boolean usesModel() {
    return gradient == LargeGradient.MODEL;
  }

  /** Returns the noise of one layer's read-out. */
  NoiseModel noise(int layer) {
    return new NoiseModel(ioAmplitude, ioPhase, tapNoise, tapUnit, noise, 31 * seed + layer);
  }

  /** Returns the deviation of the arms' transmission [dB]. */
  double imbalanceDb() {
    return imbalance;
  }

  /** Returns the deviation of the couplers' splitting angle [rad]. */
  double couplerErrorRad() {
    return couplerError;
  }

  /** Returns the errors as entries of run.yaml, in order. */
  Map<String, Object> errors() {
    Map<String, Object> entries = new LinkedHashMap<>();
    entries.put("ioAmplitude", ioAmplitude);
    entries.put("ioPhase", ioPhase);
    entries.put("tapNoise", tapNoise);
    entries.put("tapUnit", tapUnit.name().toLowerCase(Locale.ROOT));
    entries.put("noise", noise.name().toLowerCase(Locale.ROOT));
    entries.put("imbalanceDb", imbalance);
    entries.put("couplerErrorRad", couplerError);
    return entries;
  }

  /** Returns the folder of MNIST, if one was named. */
  Optional<Path> dataFolder() {
    if (data != null) {
      return Optional.of(data);
    }
    String variable = System.getenv(DATA_VARIABLE);
    return variable == null || variable.isBlank()
        ? Optional.empty()
        : Optional.of(Path.of(variable));
  }

  /** Reads MNIST, or draws digits if no folder was named. */
  Digits digits() throws DatasetException {
    return wanted(allDigits());
  }

  /** Reads all images, or draws those that are to be used. */
  Digits allDigits() throws DatasetException {
    Optional<Path> folder = dataFolder();
    return folder.isPresent()
        ? Digits.mnist(folder.get())
        : Digits.drawn(seed, mostImages(trainImages), mostImages(testImages));
  }

  /** Returns those of all images that are to be used. */
  Digits wanted(Digits all) {
    return all.first(mostImages(trainImages), mostImages(testImages));
  }

  private static int mostImages(Integer wanted) {
    return wanted == null ? Integer.MAX_VALUE : wanted;
  }

  /** Returns what {@code --data} says; empty if the variable decides. */
  String dataOption() {
    return data == null ? "" : data.toString();
  }

  /** Returns what decides about images and their vectors. */
  String vectorsKey() {
    return String.join(
        " ",
        String.valueOf(dataFolder().map(Path::toString).orElse("drawn " + seed)),
        features.id(),
        String.valueOf(ports),
        String.valueOf(trainImages),
        String.valueOf(testImages));
  }
}
