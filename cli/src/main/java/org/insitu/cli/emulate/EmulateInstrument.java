package org.insitu.cli.emulate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.insitu.cli.console.Choice;
import org.insitu.cli.console.Numbers;
import org.insitu.cli.console.UserMistake;
import org.insitu.driver.instrument.Hp816xLaser;
import org.insitu.driver.link.LinkAddress;
import org.insitu.simulator.faults.FaultInjector;
import org.insitu.simulator.faults.FaultPlan;
import org.insitu.simulator.firmware.EmulatedBench;
import org.insitu.simulator.firmware.EmulatedChip;
import org.insitu.simulator.firmware.Emulator;
import org.insitu.simulator.firmware.Firmware;
import org.insitu.simulator.firmware.LaserFirmware;
import org.insitu.simulator.firmware.OswFirmware;
import org.insitu.simulator.firmware.QontrolFirmware;
import org.insitu.simulator.wire.PtyWire;
import org.insitu.simulator.wire.TcpWire;
import org.insitu.simulator.wire.Wire;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One instrument on one port. */
abstract class EmulateInstrument implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--link",
      paramLabel = "PATH",
      description = "Where to make the serial port, a pseudo terminal (default: ./insitu-KIND).")
  private Path link;

  @Option(
      names = "--tcp",
      paramLabel = "PORT",
      description = "Listens at this TCP port of this computer instead; 0 chooses a free one.")
  private Integer tcp;

  @Mixin private EmulationOptions options;

  abstract Firmware firmware(EmulatedChip chip);

  @Override
  public final Integer call() throws IOException {
    if (link != null && tcp != null) {
      throw new UserMistake("--link and --tcp are two places; give one of them");
    }
    FaultPlan plan = options.plan();
    EmulatedChip chip = new EmulatedChip(options.open(), plan);
    Firmware firmware = firmware(chip);
    Emulator emulator =
        new Emulator(firmware, wire(firmware), new FaultInjector(plan, 0), options.timing());
    return new Service(chip, List.of(emulator), options.json).serve(spec.commandLine().getOut());
  }

  private Wire wire(Firmware firmware) throws IOException {
    if (tcp == null) {
      int baud = options.timing().baud();
      return new PtyWire(
          link != null ? link : Path.of("insitu-" + firmware.kind()),
          baud > 0 ? baud : LinkAddress.DEFAULT_BAUD);
    }
    if (tcp < 0 || tcp > 65_535) {
      throw new UserMistake("--tcp must be a port from 0 to 65535, found '" + tcp + "'");
    }
    return new TcpWire(tcp);
  }

  private static int channels(EmulatedChip chip) {
    return 1 + Arrays.stream(chip.layout().channels()).max().orElse(0);
  }

  /** {@code insitu emulate qontrol}. */
  @Command(name = "qontrol", header = "Emulates a chain of Qontrol modules.")
  static final class Qontrol extends EmulateInstrument {
    @Option(
        names = "--type",
        paramLabel = "TYPE",
        converter = Types.class,
        defaultValue = "q8iv",
        description = "q8iv, q8b or q8a (default: ${DEFAULT-VALUE}).")
    private QontrolFirmware.Type type;

    @Option(
        names = "--modules",
        paramLabel = "N",
        converter = Numbers.Count.class,
        description = "Number of modules of 8 channels (default: enough for the chip).")
    private Integer modules;

    /** Words of {@code --type}. */
    static final class Types extends Choice<QontrolFirmware.Type> {
      Types() {
        super(QontrolFirmware.Type.class);
      }
    }

    @Override
    Firmware firmware(EmulatedChip chip) {
      int enough = (channels(chip) + 7) / 8;
      return new QontrolFirmware(chip, type, modules == null ? enough : modules);
    }
  }

  /** {@code insitu emulate board}. */
  @Command(
      name = "board",
      header =
          "Emulates a board of voltage outputs, tap inputs and switch (docs/board-protocol.md).")
  static final class Board extends EmulateInstrument {
    @Override
    Firmware firmware(EmulatedChip chip) {
      return EmulatedBench.board(chip, channels(chip), true, true);
    }
  }

  /** {@code insitu emulate switch}. */
  @Command(name = "switch", header = "Emulates a Thorlabs OSW fibre switch.")
  static final class Switch extends EmulateInstrument {
    @Override
    Firmware firmware(EmulatedChip chip) {
      return new OswFirmware(chip, 1);
    }
  }

  /** {@code insitu emulate laser}. */
  @Command(
      name = "laser",
      header = "Emulates an HP 816x laser behind a Prologix adapter.",
      description = "Slot 0, up to 20 mW.")
  static final class LaserSource extends EmulateInstrument {
    @Option(
        names = "--address",
        paramLabel = "N",
        defaultValue = "20",
        description = "GPIB address, 0 to 30 (default: ${DEFAULT-VALUE}).")
    private int address;

    @Override
    Firmware firmware(EmulatedChip chip) {
      if (address < 0 || address > 30) {
        throw new UserMistake(
            String.format(Locale.ROOT, "--address must be 0 to 30, found '%d'", address));
      }
      return new LaserFirmware(
          chip, new Hp816xLaser.Setup(true, address, 0, 1550e-9), 0, EmulatedBench.LASER_W);
    }
  }
}
