package org.insitu.driver.benchfile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.insitu.driver.benchfile.BenchCheck.Finding;
import org.insitu.driver.benchfile.BenchCheck.Verdict;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.instrument.FibreSwitch;
import org.insitu.driver.instrument.HeaterSource;
import org.insitu.driver.instrument.Laser;
import org.insitu.driver.instrument.TapSource;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.processor.Direction;

/**
 * The part of a check that drives the chip: each heater alone at a small voltage, then light from
 * both sides with all heaters at 0 V.
 */
final class BenchExercise {
  // Enough for a current well above a meter's offset, 1/20 of a heater's usual power.
  private static final double TEST_V = 1;
  // Heaters of one chip differ by some percent, and change little up to 1 V.
  private static final double RESISTANCE_SPREAD = 0.3;
  // Light enters in one waveguide; crosstalk and noise are well below the rest.
  private static final double AT_ENTRY = 0.5;
  private static final double LIGHT_W = 1e-3;
  private static final int FRAMES = 4;

  private final BenchSpec spec;
  private final HeaterSource heaters;
  private final TapSource taps;
  private final FibreSwitch fibreSwitch;
  private final Optional<Laser> laser;
  private final Checkpoint checkpoint;
  private final Consumer<Finding> listener;
  private final ChipLayout layout;

  /** Comes back at once unless the work has to end. */
  interface Checkpoint {
    void run() throws DeviceException;
  }

  BenchExercise(
      BenchSpec spec,
      HeaterSource heaters,
      TapSource taps,
      FibreSwitch fibreSwitch,
      Optional<Laser> laser,
      Checkpoint checkpoint,
      Consumer<Finding> listener) {
    this.spec = spec;
    this.heaters = heaters;
    this.taps = taps;
    this.fibreSwitch = fibreSwitch;
    this.laser = laser;
    this.checkpoint = checkpoint;
    this.listener = listener;
    layout = spec.layout();
  }

  private void report(String subject, Verdict verdict, String format, Object... values) {
    listener.accept(new Finding(subject, verdict, String.format(Locale.ROOT, format, values)));
  }

  /** Ends with the laser dark, also after a failure; the heaters are the caller's to zero. */
  void run() throws DeviceException {
    each();
    if (laser.isEmpty()) {
      report("light", Verdict.SKIPPED, "no laser in the bench file");
      return;
    }
    try {
      light(laser.get());
    } finally {
      laser.get().setPower(0);
    }
  }

  private void each() throws DeviceException {
    arm();
    double nominalOhm = layout.limits().heaterResistanceOhm();
    double testV = testVoltage(nominalOhm);
    List<Double> ohms = new ArrayList<>();
    int[] channels = spec.instrumentChannel();
    for (int i = 0; i < channels.length; i++) {
      checkpoint.run();
      String name = "%s on channel %d".formatted(layout.heaters().get(i).name(), channels[i]);
      try {
        heater(name, channels[i], testV, nominalOhm).ifPresent(ohms::add);
      } catch (DeviceException.Rejected e) {
        report("heaters", Verdict.WRONG, "%s: %s", name, e.getMessage());
        heaters.zero();
        arm();
      }
    }
    if (ohms.size() == channels.length) {
      report(
          "heaters",
          Verdict.FINE,
          "%d heaters follow to %.3g V one by one, with %.0f to %.0f Ohm",
          channels.length,
          testV,
          Collections.min(ohms),
          Collections.max(ohms));
    }
  }

  private void arm() throws DeviceException {
    int[] channels = spec.instrumentChannel();
    double[] maxV = new double[channels.length];
    double[] maxA = new double[channels.length];
    Arrays.fill(maxV, layout.limits().maxVoltageV());
    Arrays.fill(maxA, spec.rules().maxCurrentA());
    heaters.arm(channels, maxV, maxA);
  }

  /** Returns the resistance of a heater that is in order. */
  private Optional<Double> heater(String name, int channel, double testV, double nominalOhm)
      throws DeviceException {
    int[] one = {channel};
    heaters.setVoltages(one, new double[] {testV});
    taps.settle(Duration.ofMillis(20));
    double readV = heaters.readVoltages(one)[0];
    double readA = heaters.readCurrents(one)[0];
    heaters.setVoltages(one, new double[] {0});
    if (Math.abs(readV - testV) > heaters.readbackToleranceV() + 0.02 * testV) {
      report(
          "heaters",
          Verdict.WRONG,
          "%s was set to %.4f V and reads %.4f V; check the channel's output and load",
          name,
          testV,
          readV);
      return Optional.empty();
    }
    double ratio = readA * nominalOhm / testV;
    if (ratio < 1 - RESISTANCE_SPREAD || ratio > 1 + RESISTANCE_SPREAD) {
      report(
          "heaters",
          Verdict.WRONG,
          "%s draws %.3f mA at %.3f V, %s instead of some %.0f Ohm; check its bond and the channel map",
          name,
          1000 * readA,
          readV,
          readA < 1e-6 ? "an open circuit" : String.format(Locale.ROOT, "%.0f Ohm", readV / readA),
          nominalOhm);
      return Optional.empty();
    }
    return Optional.of(readV / readA);
  }

  /** Stays at half of every limit. */
  private double testVoltage(double nominalOhm) {
    double byCurrentV = spec.rules().maxCurrentA() * nominalOhm / 2;
    double byPowerV = Math.sqrt(layout.limits().maxHeaterPowerW() * nominalOhm) / 2;
    double byVoltageV = layout.limits().maxVoltageV() / 2;
    return Math.min(Math.min(TEST_V, byVoltageV), Math.min(byCurrentV, byPowerV));
  }

  private void light(Laser source) throws DeviceException {
    double atChipW = Math.min(LIGHT_W, spec.rules().maxLaserPowerW());
    double emittedW = atChipW * Math.pow(10, spec.rules().laserLossDb() / 10);
    double[] darkW = read();
    checkpoint.run();
    source.setPower(Math.max(source.minPowerW(), Math.min(emittedW, source.maxPowerW())));
    double[] forwardW = lit(Direction.FORWARD);
    double[] backwardW = lit(Direction.BACKWARD);
    fibreSwitch.setDirection(Direction.FORWARD);
    double darkest = Arrays.stream(darkW).map(Math::abs).max().orElse(0);
    double forwardEntry = share(forwardW, 0);
    double backwardEntry = share(backwardW, layout.columns() - 1);
    double brightest = Math.max(brightest(forwardW), brightest(backwardW));
    if (brightest < 10 * darkest) {
      report(
          "light",
          Verdict.WRONG,
          "with the laser on, no tap reads more than %.3g uW; check fibres and coupling",
          1e6 * brightest);
    } else if (forwardEntry < AT_ENTRY || backwardEntry < AT_ENTRY) {
      report(
          "light",
          Verdict.WRONG,
          "light does not enter where FORWARD and BACKWARD say (%.0f %% of column 0 in row %d forward, %.0f %% of column %d backward); swap the switch's fibres, or set \"forward\" of an osw to the other position",
          100 * forwardEntry,
          layout.entryRow(),
          100 * backwardEntry,
          layout.columns() - 1);
    } else {
      report(
          "light",
          Verdict.FINE,
          "enters from the left FORWARD and from the right BACKWARD; the brightest tap reads %.3g uW",
          1e6 * brightest);
    }
    dead(forwardW, backwardW);
  }

  private double[] lit(Direction direction) throws DeviceException {
    fibreSwitch.setDirection(direction);
    taps.settle(layout.limits().settling());
    return read();
  }

  private double[] read() throws DeviceException {
    return taps.readTaps(new int[] {0, layout.columns() * layout.rows()}, FRAMES);
  }

  private static double brightest(double[] powerW) {
    return Arrays.stream(powerW).max().orElse(0);
  }

  /** Returns the share of a column's power that is in the row where light enters. */
  private double share(double[] powerW, int column) {
    double total = 0;
    for (int row = 0; row < layout.rows(); row++) {
      total += Math.max(0, powerW[column * layout.rows() + row]);
    }
    return total > 0 ? powerW[column * layout.rows() + layout.entryRow()] / total : 0;
  }

  /** A tap that reads the very same in two fields is not connected: a living one has noise. */
  private void dead(double[] forwardW, double[] backwardW) {
    List<String> dead = new ArrayList<>();
    for (int tap = 0; tap < forwardW.length; tap++) {
      if (forwardW[tap] == backwardW[tap]) {
        dead.add("column %d row %d".formatted(tap / layout.rows(), tap % layout.rows()));
      }
    }
    if (dead.isEmpty()) {
      report("taps", Verdict.FINE, "every tap reads another value in other light");
    } else {
      report(
          "taps",
          Verdict.WRONG,
          "no change in any light at %s; check the cable of these taps",
          String.join(", ", dead.subList(0, Math.min(8, dead.size())))
              + (dead.size() > 8 ? " and " + (dead.size() - 8) + " more" : ""));
    }
  }
}
