package org.insitu.driver.chip;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.insitu.driver.bench.Bench;
import org.insitu.driver.bench.BenchCounters;
import org.insitu.driver.bench.TapFrame;
import org.insitu.driver.calibration.Calibration;
import org.insitu.driver.calibration.HeaterCalibration;
import org.insitu.driver.device.DeviceException;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.chip.Arm;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.Heater;
import org.insitu.mesh.chip.HeaterKind;
import org.insitu.mesh.chip.HeaterRole;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.processor.LaunchScale;
import org.insitu.mesh.processor.PhotonicProcessor;
import org.insitu.mesh.processor.ProcessorCounters;
import org.insitu.mesh.processor.Propagation;
import org.insitu.mesh.processor.ReadOut;
import org.insitu.mesh.processor.TapPowers;

/**
 * A bench and its calibration as a processor.
 *
 * <p>A vector is launched at unit power by the chain on the side the light comes from; all powers
 * are shares of their column, times the squared norm of the vector. Magnitudes at the output are
 * read with the receiving chain in bar, behind it or before it. Phases are read in a second launch
 * that shares the power equally with the reference port, by self-configuration of the receiving
 * chain, relative to the reference.
 *
 * <p>The chip is the caller's and closed with this processor.
 */
public final class CalibratedChip implements PhotonicProcessor {
  private static final int FIRST_TRACKS = 5;
  private static final double SMALL_DRIFT_RAD = 0.01;

  private final Bench bench;
  private final ChipLayout layout;
  private final Calibration calibration;
  private final ReadSettings settings;
  private final Mesh mesh;
  private final int ports;
  private final HeaterDrive drive;
  private final DriftTracker tracker;
  private final Chain generator;
  private final Chain analyzer;
  private final int[] theta;
  private final int[] phi;
  private final int[] tapColumns;
  private final OutputPlaces rightPlaces;
  private final OutputPlaces leftPlaces;
  private final double referenceRad;
  private final double[] phaseRad;
  private final BenchCounters opened;
  private MeshPhases programmed;
  private Duration trackAt = Duration.ofNanos(-1);
  private long launches;
  private boolean closed;

  /**
   * Takes over a bench.
   *
   * @throws org.insitu.driver.calibration.CalibrationProblem if the calibration is for another chip
   *     or lacks a heater the chip cannot work without; the bench is still the caller's then
   * @throws DeviceException if the bench failed
   */
  public CalibratedChip(Bench bench, Calibration calibration, ReadSettings settings)
      throws DeviceException {
    calibration.requireFor(bench.chipId(), bench.layout());
    calibration.requireUsable();
    this.bench = bench;
    this.layout = bench.layout();
    this.calibration = calibration;
    this.settings = settings;
    mesh = layout.mesh();
    ports = mesh.ports();
    drive = new HeaterDrive(bench, calibration);
    tracker =
        new DriftTracker(
            layout,
            calibration.optics(),
            drive,
            calibration.heaters().stream().mapToDouble(HeaterCalibration::idlePhaseRad).toArray());
    double[] couplerErrorRad = calibration.optics().couplerErrorRad();
    generator = new Chain(layout, HeaterRole.GENERATOR, couplerErrorRad);
    analyzer = new Chain(layout, HeaterRole.ANALYZER, couplerErrorRad);
    theta = layout.heaters(HeaterRole.MESH, HeaterKind.THETA);
    phi = layout.heaters(HeaterRole.MESH, HeaterKind.PHI);
    tapColumns = meshColumns();
    rightPlaces = OutputPlaces.of(layout, Direction.FORWARD, settings.outputTaps());
    leftPlaces = OutputPlaces.of(layout, Direction.BACKWARD, settings.outputTaps());
    phaseRad = new double[layout.heaters().size()];
    referenceRad = referencePhase();
    opened = bench.counters();
    generator.transparent(phaseRad);
    analyzer.transparent(phaseRad);
    for (int reference : layout.heaters(HeaterRole.REFERENCE, HeaterKind.THETA)) {
      phaseRad[reference] = Math.PI;
    }
    guarded(
        () -> {
          bench.setDirection(Direction.FORWARD);
          bench.setLaserPower(settings.laserPowerW());
        });
    program(MeshPhases.bar(mesh));
  }

  /** Returns the bench below. */
  public Bench bench() {
    return bench;
  }

  /** Returns the calibration in use. */
  public Calibration calibration() {
    return calibration;
  }

  @Override
  public Mesh mesh() {
    return mesh;
  }

  /**
   * Sets the phases of the mesh. A mesh φ that could not be calibrated keeps its idle phase; {@link
   * #programmed} tells.
   */
  @Override
  public void program(MeshPhases phases) throws DeviceException {
    requireOpen();
    if (phases.nodeCount() != mesh.nodeCount() || phases.gamma().length != ports) {
      throw new IllegalArgumentException(
          "phases are for %d nodes and %d ports, the mesh has %d and %d"
              .formatted(phases.nodeCount(), phases.gamma().length, mesh.nodeCount(), ports));
    }
    for (double gamma : phases.gamma()) {
      if (gamma != 0) {
        throw new IllegalArgumentException("gamma does not exist on a chip; it must be 0");
      }
    }
    double[] newTheta = phases.theta();
    double[] newPhi = phases.phi();
    for (int node = 0; node < newTheta.length; node++) {
      HeaterCalibration own = calibration.heaters().get(phi[node]);
      if (!own.state().usable()) {
        newPhi[node] = own.idlePhaseRad();
      }
      phaseRad[theta[node]] = newTheta[node];
      phaseRad[phi[node]] = newPhi[node];
    }
    guarded(() -> drive.write(phaseRad));
    programmed = MeshPhases.of(mesh, newTheta, newPhi);
  }

  @Override
  public MeshPhases programmed() {
    return programmed;
  }

  @Override
  public Propagation propagate(
      Direction direction, ComplexBatch launched, ReadOut readOut, LaunchScale scale)
      throws DeviceException {
    requireOpen();
    if (launched.ports() != ports) {
      throw new IllegalArgumentException(
          "vectors have %d ports, the mesh has %d".formatted(launched.ports(), ports));
    }
    double[] norm = squaredNorms(launched);
    double largest = Arrays.stream(norm).max().orElse(0);
    ComplexBatch output = ComplexBatch.zeros(ports, launched.samples());
    Optional<TapPowers> taps =
        readOut.taps()
            ? Optional.of(TapPowers.zeros(mesh.nodeCount(), launched.samples()))
            : Optional.empty();
    guarded(
        () -> {
          if (bench.direction() != direction) {
            bench.setDirection(direction);
          }
          trackWhenDue();
          for (int sample = 0; sample < norm.length; sample++) {
            if (norm[sample] > 0) {
              double power = scale == LaunchScale.COMMON ? largest : norm[sample];
              launch(direction, launched, sample, power, output, taps);
              if (readOut.phases()) {
                readPhases(direction, launched, sample, norm[sample], output);
              }
            }
          }
        });
    return new Propagation(output, taps);
  }

  @Override
  public ProcessorCounters counters() {
    BenchCounters now = bench.counters();
    return new ProcessorCounters(
        launches,
        now.heaterWrites() - opened.heaterWrites(),
        now.tapReads() - opened.tapReads(),
        now.directionSwitches() - opened.directionSwitches(),
        now.chipTime().minus(opened.chipTime()));
  }

  @Override
  public void close() throws DeviceException {
    closed = true;
    bench.close();
  }

  private void trackWhenDue() throws DeviceException {
    if (settings.trackEvery().isZero() || !calibration.optics().measured()) {
      return;
    }
    Duration now = bench.counters().chipTime();
    if (now.compareTo(trackAt) >= 0) {
      track(trackAt.isNegative() ? FIRST_TRACKS : 1);
      trackAt = bench.counters().chipTime().plus(settings.trackEvery());
    }
  }

  /** What has wandered since a calibration of old may be more than one linear step finds. */
  private void track(int most) throws DeviceException {
    double change = tracker.track(bench.direction());
    for (int again = 1; again < most && change > SMALL_DRIFT_RAD; again++) {
      change = tracker.track(bench.direction());
    }
  }

  /**
   * Measures now by how much the phases have wandered since the calibration, and takes that off
   * what is programmed from now on. Heaters end at the phases of {@link #programmed}.
   *
   * @return drift of every heater [rad] in the order of the layout, positive where the phase is
   *     higher than calibrated; 0 for a heater that cannot be set. What no tap can tell stays 0
   * @throws IllegalStateException if the calibration has not measured couplers and taps, whose
   *     errors would be taken for drift
   */
  public double[] measureDrift() throws DeviceException {
    requireOpen();
    if (!calibration.optics().measured()) {
      throw new IllegalStateException(
          "the calibration has not measured couplers and taps, so drift cannot be told");
    }
    guarded(
        () -> {
          track(FIRST_TRACKS);
          drive.write(phaseRad);
        });
    return drive.driftRad();
  }

  /** Launches one vector and reads magnitudes, and taps if wanted. */
  private void launch(
      Direction direction,
      ComplexBatch launched,
      int sample,
      double power,
      ComplexBatch output,
      Optional<TapPowers> taps)
      throws DeviceException {
    Chain receiver = receiver(direction);
    make(direction, launched, sample, power, 1 - launched.squaredNorm(sample) / power);
    receiver.transparent(phaseRad);
    OutputPlaces places = places(direction);
    int[] columns = taps.isPresent() ? union(tapColumns, places.columns()) : places.columns();
    double[][] share = shares(drive.writeAndRead(phaseRad, columns, settings.frames()));
    for (int port = 0; port < ports; port++) {
      output.set(port, sample, Math.sqrt(power * places.share(port, columns, share)), 0);
    }
    if (taps.isPresent()) {
      for (int node = 0; node < mesh.nodeCount(); node++) {
        taps.get().theta()[node][sample] = power * at(theta[node], columns, share);
        taps.get().phi()[node][sample] = power * at(phi[node], columns, share);
      }
    }
  }

  /** Launches one vector together with the reference and turns magnitudes into fields. */
  private void readPhases(
      Direction direction, ComplexBatch launched, int sample, double norm, ComplexBatch output)
      throws DeviceException {
    Chain receiver = receiver(direction);
    OutputPlaces places = places(direction);
    make(direction, launched, sample, 2 * norm, 0.5);
    receiver.transparent(phaseRad);
    double[][] share = shares(drive.writeAndRead(phaseRad, places.columns(), settings.frames()));
    double[] amplitude = new double[ports + 1];
    for (int port = 0; port <= ports; port++) {
      amplitude[port] = Math.sqrt(places.share(port, places.columns(), share));
    }
    double[] arg = new double[ports + 1];
    int facetwards = direction == Direction.FORWARD ? 1 : -1;
    new SelfConfiguration(receiver, calibration.optics(), facetwards, settings.phaseRead())
        .run(
            amplitude,
            phaseRad,
            arg,
            (phases, columns) -> drive.writeAndRead(phases, columns, settings.frames()));
    for (int port = 0; port < ports; port++) {
      double magnitude = output.re()[port][sample];
      double phase = arg[port] - arg[ports] + referenceRad;
      output.set(
          port, sample, magnitude * StrictMath.cos(phase), magnitude * StrictMath.sin(phase));
    }
  }

  /** Sets the launching chain to vector / √power, with a share of the power in the reference. */
  private void make(
      Direction direction, ComplexBatch launched, int sample, double power, double reference) {
    double[] re = new double[ports + 1];
    double[] im = new double[ports + 1];
    double scale = 1 / Math.sqrt(power);
    for (int port = 0; port < ports; port++) {
      re[port] = scale * launched.re()[port][sample];
      im[port] = scale * launched.im()[port][sample];
    }
    re[ports] = Math.sqrt(Math.max(0, reference));
    (direction == Direction.FORWARD ? generator : analyzer).make(re, im, phaseRad);
    launches++;
  }

  private Chain receiver(Direction direction) {
    return direction == Direction.FORWARD ? analyzer : generator;
  }

  private OutputPlaces places(Direction direction) {
    return direction == Direction.FORWARD ? rightPlaces : leftPlaces;
  }

  private int[] meshColumns() {
    TreeSet<Integer> columns = new TreeSet<>();
    for (int heaters : theta) {
      columns.add(layout.heaters().get(heaters).column());
    }
    for (int heaters : phi) {
      columns.add(layout.heaters().get(heaters).column());
    }
    return columns.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] union(int[] sorted, int[] others) {
    return IntStream.concat(Arrays.stream(sorted), Arrays.stream(others))
        .sorted()
        .distinct()
        .toArray();
  }

  private double at(int heater, int[] columns, double[][] share) {
    Heater place = layout.heaters().get(heater);
    return share[Arrays.binarySearch(columns, place.column())][place.row()];
  }

  /**
   * Normalises every column to 1, which takes out laser drift, common loss and the efficiency of
   * the column's taps.
   */
  private double[][] shares(TapFrame frame) throws DeviceException {
    double[][] share = new double[frame.powerW().length][layout.rows()];
    for (int i = 0; i < share.length; i++) {
      int column = frame.columns()[i];
      if (!(calibration.optics().shares(column, frame.powerW()[i], share[i]) > 0)) {
        throw new DeviceException.Rejected(
            "no light at column %d: check that the laser is on and the fibres are coupled"
                .formatted(column),
            null);
      }
    }
    return share;
  }

  /** The reference MZI in bar multiplies by -1 with its heater on top, by +1 with it below. */
  private double referencePhase() {
    double phase = 0;
    for (int reference : layout.heaters(HeaterRole.REFERENCE, HeaterKind.THETA)) {
      phase += layout.heaters().get(reference).arm() == Arm.TOP ? Math.PI : 0;
    }
    return phase;
  }

  private static double[] squaredNorms(ComplexBatch launched) {
    double[] norm = new double[launched.samples()];
    for (int sample = 0; sample < norm.length; sample++) {
      norm[sample] = launched.squaredNorm(sample);
      if (!Double.isFinite(norm[sample])) {
        throw new IllegalArgumentException("vector " + sample + " is not finite");
      }
    }
    return norm;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the chip is closed");
    }
  }

  private interface Operation {
    void run() throws DeviceException;
  }

  /** Whatever goes wrong below leaves the bench in the safe state, as far as it still answers. */
  private void guarded(Operation operation) throws DeviceException {
    try {
      operation.run();
    } catch (DeviceException | RuntimeException failure) {
      try {
        bench.safeState();
      } catch (DeviceException unconfirmed) {
        failure.addSuppressed(unconfirmed);
      }
      throw failure;
    }
  }
}
