package org.insitu.simulator.firmware;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.insitu.driver.bench.Bench;
import org.insitu.driver.benchfile.BenchSpec;
import org.insitu.driver.benchfile.BenchSpec.Role;
import org.insitu.driver.benchfile.InstrumentSpec;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.link.LinkAddress;
import org.insitu.driver.protocol.BoardCapabilities;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.simulator.faults.FaultInjector;
import org.insitu.simulator.faults.FaultPlan;
import org.insitu.simulator.wire.PtyWire;
import org.insitu.simulator.wire.TcpWire;
import org.insitu.simulator.wire.Wire;

/** All instruments of a bench file, emulated at the links it names, in front of one chip. */
public final class EmulatedBench implements AutoCloseable {
  private static final int PER_MODULE = 8;
  private static final double FULL_SCALE_V = 12;
  private static final double FULL_SCALE_A = 0.1;

  /** Highest power of an emulated laser [W], as a 8164 with a common source has it. */
  public static final double LASER_W = 20e-3;

  private final EmulatedChip chip;
  private final List<Emulator> emulators = new ArrayList<>();

  private EmulatedBench(EmulatedChip chip) {
    this.chip = chip;
  }

  /**
   * Starts all instruments.
   *
   * @param bench the chip; closed with this, or left to the caller after an exception
   * @param faults for every instrument, each with its own random stream
   * @throws IOException if a link cannot be made; nothing is left running
   * @throws IllegalArgumentException if the bench file is for a chip of another layout
   */
  public static EmulatedBench start(
      BenchSpec spec, Bench bench, FaultPlan faults, WireTiming timing)
      throws IOException, DeviceException {
    if (!sameWires(spec.layout(), bench.layout())) {
      throw new IllegalArgumentException(
          "%s is for the chip %s, but %s is a %s"
              .formatted(spec.file(), spec.layout().name(), bench.name(), bench.layout().name()));
    }
    EmulatedBench emulated =
        new EmulatedBench(new EmulatedChip(bench, faults, spec.instrumentChannel()));
    boolean done = false;
    try {
      for (InstrumentSpec instrument : spec.distinct()) {
        Wire wire = wire(instrument.link(), timing);
        emulated.emulators.add(
            new Emulator(
                emulated.firmware(spec, instrument),
                wire,
                new FaultInjector(faults, emulated.emulators.size()),
                timing));
      }
      done = true;
      return emulated;
    } finally {
      if (!done) {
        emulated.stop();
      }
    }
  }

  /** Limits may differ: those of a bench file may be stricter than the chip's. */
  private static boolean sameWires(ChipLayout file, ChipLayout chip) {
    return file.rows() == chip.rows()
        && file.columns() == chip.columns()
        && file.heaters().equals(chip.heaters());
  }

  /** An instrument has the baud rate that its file says, unless the caller gives one. */
  private static Wire wire(LinkAddress address, WireTiming timing) throws IOException {
    if (address instanceof LinkAddress.Serial serial) {
      return new PtyWire(Path.of(serial.port()), timing.baud() > 0 ? timing.baud() : serial.baud());
    }
    return new TcpWire(((LinkAddress.Tcp) address).port());
  }

  private Firmware firmware(BenchSpec spec, InstrumentSpec instrument) {
    int channels = 1 + Arrays.stream(spec.instrumentChannel()).max().orElse(0);
    if (instrument instanceof InstrumentSpec.Qontrol) {
      int modules = (channels + PER_MODULE - 1) / PER_MODULE;
      return new QontrolFirmware(chip, QontrolFirmware.Type.Q8IV, modules);
    }
    if (instrument instanceof InstrumentSpec.Board) {
      List<Role> roles = spec.roles(instrument);
      return board(
          chip,
          roles.contains(Role.HEATERS) ? channels : 0,
          roles.contains(Role.TAPS),
          roles.contains(Role.SWITCH));
    }
    if (instrument instanceof InstrumentSpec.Osw osw) {
      return new OswFirmware(chip, osw.forward());
    }
    InstrumentSpec.Hp816x laser = (InstrumentSpec.Hp816x) instrument;
    return new LaserFirmware(chip, laser.setup(), spec.rules().laserLossDb(), LASER_W);
  }

  /** Returns a board that keeps every digit, with some of the three parts. */
  public static BoardFirmware board(
      EmulatedChip chip, int channels, boolean taps, boolean fibreSwitch) {
    return new BoardFirmware(
        chip,
        new BoardCapabilities(
            channels,
            taps ? chip.taps() : 0,
            FULL_SCALE_V,
            FULL_SCALE_A,
            1 << 14,
            1 << 10,
            17,
            fibreSwitch),
        "0001");
  }

  /** Returns the instruments. */
  public List<Emulator> emulators() {
    return List.copyOf(emulators);
  }

  /** Returns the chip they share. */
  public EmulatedChip chip() {
    return chip;
  }

  private void stop() {
    for (int i = emulators.size() - 1; i >= 0; i--) {
      emulators.get(i).close();
    }
  }

  @Override
  public void close() throws DeviceException {
    stop();
    chip.close();
  }
}
