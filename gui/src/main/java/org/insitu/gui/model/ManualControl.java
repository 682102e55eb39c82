package org.insitu.gui.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.insitu.driver.calibration.Calibration;
import org.insitu.driver.calibration.DriveSolver;
import org.insitu.driver.calibration.HeaterCalibration;
import org.insitu.driver.chip.CalibratedChip;
import org.insitu.driver.chip.ReadSettings;
import org.insitu.driver.device.DeviceException;
import org.insitu.gui.model.LabState.Activity;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.processor.LaunchScale;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.mesh.processor.ReadOut;
import org.insitu.mesh.propagation.MeshModel;

/**
 * The chip in the user's hand: phases, an input vector, a direction; every reading is compared with
 * the model. Needs a calibration.
 */
public final class ManualControl {
  private final ChipThread chip;
  private final AlarmLog log;
  private volatile boolean held;
  private volatile Optional<ComplexBatch> input = Optional.empty();
  private volatile Direction direction = Direction.FORWARD;
  private volatile Optional<MeshPhases> phases = Optional.empty();
  private volatile Optional<Reading> reading = Optional.empty();
  // Phases of the output [rad] that were read last, as long as the light is the same.
  private Optional<double[]> outputPhaseRad = Optional.empty();
  private double laserPowerW = ReadSettings.REFINED.laserPowerW();

  // Of the chip thread.
  private Optional<CalibratedChip> processor = Optional.empty();
  private long epoch;
  private long written;

  /**
   * What came out.
   *
   * @param direction direction of light
   * @param input what was launched, one vector
   * @param output what came out; its imaginary part is zero unless phases were read
   * @param model what the model says of the same phases and vector
   * @param phasesRead whether its phases were read; a live reading keeps those of the same light
   */
  public record Reading(
      Direction direction,
      ComplexBatch input,
      ComplexBatch output,
      ComplexBatch model,
      boolean phasesRead) {}

  ManualControl(ChipThread chip, AlarmLog log) {
    this.chip = chip;
    this.log = log;
  }

  /** Returns why the user's hand must wait; empty if it need not. */
  public Optional<String> reason() {
    LabState now = chip.state();
    if (now.link() != LabState.Link.CONNECTED) {
      return Optional.of("There is no chip: connect one first.");
    }
    if (now.activity() != Activity.IDLE && now.activity() != Activity.MANUAL) {
      return Optional.of(
          "The chip is busy (%s): stop that first.".formatted(now.activity().text()));
    }
    return now.calibration().isEmpty()
        ? Optional.of("The chip is not calibrated: calibrate it first, in the Calibrate tab.")
        : Optional.empty();
  }

  /** Returns the last reading. */
  public Optional<Reading> reading() {
    return reading;
  }

  /** Returns the phases set last by hand. */
  public Optional<MeshPhases> phases() {
    return phases;
  }

  /** Returns the mesh of the chip that is connected. */
  public Optional<Mesh> mesh() {
    return chip.state().layout().map(layout -> layout.mesh());
  }

  /** Changes the phases, from those set last, from bar at first; γ is dropped. */
  public void program(UnaryOperator<MeshPhases> change) {
    act(
        () -> {
          Mesh mesh = processor.orElseThrow().mesh();
          MeshPhases wanted = change.apply(current(mesh));
          phases = Optional.of(MeshPhases.of(mesh, wanted.theta(), wanted.phi()));
        });
  }

  /**
   * Sets one heater of any part, the others stay as they are. A chain that is held so launches no
   * vector: it does again with the next launch or phase of the mesh.
   *
   * @param heater position in the layout
   * @param phaseRad wanted phase [rad], crosstalk of the others included
   */
  public void hold(int heater, double phaseRad) {
    chip.work(
        Activity.MANUAL,
        bench -> {
          Calibration calibration = chip.state().calibration().orElseThrow();
          DriveSolver solver = calibration.solver();
          if (!solver.canSet(heater)) {
            HeaterCalibration failed = calibration.heaters().get(heater);
            log.add(
                Alarm.Severity.ERROR,
                "%s cannot be set to a phase because it is not calibrated (%s); calibrate it again."
                    .formatted(failed.heater().name(), failed.reason()));
            return;
          }
          if (!held || epoch != bench.epoch()) {
            take(bench);
          }
          double voltageV = solver.voltageV(heater, phaseRad, bench.voltageV());
          int channel = calibration.heaters().get(heater).heater().channel();
          bench.setVoltages(new int[] {channel}, new double[] {voltageV});
          held = true;
          outputPhaseRad = Optional.empty();
          ChipThread.readAll(bench);
        });
  }

  /** Returns whether a heater outside the mesh is held, so that no vector is launched. */
  public boolean held() {
    return held;
  }

  /** Chooses what is launched; not all zero. */
  public void launch(ComplexBatch vector) {
    act(() -> input = Optional.of(vector));
  }

  /** Chooses the side light comes from. */
  public void turn(Direction wanted) {
    act(() -> direction = wanted);
  }

  /** Sets the laser [W]. */
  public void laser(double powerW) {
    act(
        () -> {
          processor.orElseThrow().bench().setLaserPower(powerW);
          laserPowerW = powerW;
        });
  }

  /** Tunes the laser [m]; what that does to the calibration is told in the log. */
  public void wavelength(double wavelengthM) {
    act(
        () -> {
          CalibratedChip own = processor.orElseThrow();
          own.bench().setWavelength(wavelengthM);
          own.calibration()
              .detuned(own.bench().tuning())
              .ifPresent(warning -> log.add(Alarm.Severity.WARNING, warning));
        });
  }

  /** Configures the receiving chain step by step, which tells the phases of the output. */
  public void readPhases() {
    chip.work(
        Activity.MANUAL,
        bench -> {
          take(bench);
          held = false;
          read(ReadOut.FIELDS);
        });
  }

  /** Reads the output once more, if the chip has nothing else to do; for a live picture. */
  public void refresh() {
    if (reason().isEmpty() && held) {
      chip.peek(ChipThread::readAll);
    } else if (reason().isEmpty() && reading.isPresent()) {
      chip.peek(
          bench -> {
            if (take(bench)) {
              read(ReadOut.POWERS);
            }
          });
    }
  }

  private interface Change {
    void run() throws ProcessorException;
  }

  private void act(Change change) {
    chip.work(
        Activity.MANUAL,
        bench -> {
          take(bench);
          held = false;
          outputPhaseRad = Optional.empty();
          change.run();
          read(ReadOut.POWERS);
          ChipThread.readAll(bench);
        });
  }

  private MeshPhases current(Mesh mesh) {
    return phases.filter(set -> set.nodeCount() == mesh.nodeCount()).orElse(MeshPhases.bar(mesh));
  }

  /**
   * Makes the bench a processor, again if others wrote to it meanwhile.
   *
   * @return whether it still was one
   */
  private boolean take(WatchedBench bench) throws DeviceException {
    Calibration calibration = chip.state().calibration().orElseThrow();
    boolean ours =
        processor.isPresent()
            && processor.get().bench() == bench
            && processor.get().calibration().equals(calibration)
            && epoch == bench.epoch()
            && written == bench.counters().heaterWrites();
    if (!ours) {
      CalibratedChip made =
          new CalibratedChip(bench, calibration, ReadSettings.REFINED.withLaserPowerW(laserPowerW));
      processor = Optional.of(made);
      epoch = bench.epoch();
      written = bench.counters().heaterWrites();
      if (input.isEmpty() || input.get().ports() != made.mesh().ports()) {
        ComplexBatch first = ComplexBatch.zeros(made.mesh().ports(), 1);
        first.set(0, 0, 1, 0);
        input = Optional.of(first);
      }
      if (phases.isEmpty() || phases.get().nodeCount() != made.mesh().nodeCount()) {
        phases = Optional.of(MeshPhases.bar(made.mesh()));
      }
    }
    return ours;
  }

  private void read(ReadOut readOut) throws ProcessorException {
    CalibratedChip own = processor.orElseThrow();
    MeshPhases set = current(own.mesh());
    own.program(set);
    ComplexBatch vector = input.orElseThrow();
    ComplexBatch output =
        own.propagate(direction, vector, readOut, LaunchScale.PER_VECTOR).output();
    if (readOut.phases()) {
      outputPhaseRad = Optional.of(phases(output));
    } else {
      outputPhaseRad
          .filter(known -> known.length == output.ports())
          .ifPresent(known -> turn(output, known));
    }
    written = own.bench().counters().heaterWrites();
    MeshModel model = new MeshModel(own.mesh());
    model.setPhases(own.programmed());
    reading =
        Optional.of(
            new Reading(
                direction,
                vector,
                output,
                model.transform(direction, vector),
                outputPhaseRad.isPresent()));
  }

  private static double[] phases(ComplexBatch field) {
    double[] rad = new double[field.ports()];
    Arrays.setAll(rad, port -> Math.atan2(field.im()[port][0], field.re()[port][0]));
    return rad;
  }

  /** Gives amplitudes their phases; Modified: {@code amplitude}. */
  private static void turn(ComplexBatch amplitude, double[] rad) {
    for (int port = 0; port < rad.length; port++) {
      double size = amplitude.re()[port][0];
      amplitude.set(port, 0, size * Math.cos(rad[port]), size * Math.sin(rad[port]));
    }
  }
}
