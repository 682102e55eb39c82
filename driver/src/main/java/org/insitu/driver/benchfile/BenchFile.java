package org.insitu.driver.benchfile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.insitu.driver.benchfile.BenchSpec.Role;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.instrument.BoardInstrument;
import org.insitu.driver.instrument.FibreSwitch;
import org.insitu.driver.instrument.HeaterSource;
import org.insitu.driver.instrument.Hp816xLaser;
import org.insitu.driver.instrument.Instrument;
import org.insitu.driver.instrument.Laser;
import org.insitu.driver.instrument.OswSwitch;
import org.insitu.driver.instrument.QontrolHeaters;
import org.insitu.driver.instrument.TapSource;
import org.insitu.driver.link.LineClient;
import org.insitu.driver.link.Link;
import org.insitu.driver.link.LinkAddress;
import org.insitu.driver.link.WireTrace;
import org.insitu.driver.protocol.BoardClient;
import org.insitu.driver.protocol.QontrolClient;
import org.insitu.driver.safety.BenchInstruments;
import org.insitu.driver.safety.InstrumentBench;
import org.insitu.driver.safety.OwnerLock;
import org.insitu.driver.yaml.YamlFileException;
import org.insitu.driver.yaml.YamlNode;

/** Opens benches of real instruments from their files. */
public final class BenchFile {
  private BenchFile() {}

  /** Returns whether a file describes instruments rather than a virtual chip. */
  public static boolean describes(YamlNode root) {
    return root.find("instruments").isPresent();
  }

  /**
   * Reads a file; touches no instrument.
   *
   * @throws YamlFileException if the file cannot be used, with the line at fault
   */
  public static BenchSpec read(Path file) {
    return read(YamlNode.read(file));
  }

  /**
   * The same from a file that was read.
   *
   * @throws YamlFileException if it cannot be used, with the line at fault
   */
  public static BenchSpec read(YamlNode root) {
    return BenchFileReader.read(root);
  }

  /**
   * Opens a bench: connects and identifies everything and brings it to the safe state.
   *
   * @throws YamlFileException if the file cannot be used, or an instrument it names is not there or
   *     does not fit; nothing is energised
   */
  public static InstrumentBench open(Path file) {
    return open(read(file), new WireTrace());
  }

  /**
   * Opens a bench that was read.
   *
   * @param trace takes all that goes over all links
   * @throws YamlFileException as above
   */
  public static InstrumentBench open(BenchSpec spec, WireTrace trace) {
    Map<InstrumentSpec, OwnerLock> locks = new HashMap<>();
    Map<InstrumentSpec, Instrument> open = new HashMap<>();
    boolean done = false;
    try {
      for (InstrumentSpec instrument : spec.distinct()) {
        try {
          lock(spec, instrument).ifPresent(lock -> locks.put(instrument, lock));
          open.put(instrument, connect(spec, instrument, trace));
        } catch (DeviceException e) {
          throw mistake(spec, instrument.line(), e);
        }
      }
      InstrumentSpec heaters = spec.instruments().get(Role.HEATERS);
      BenchInstruments instruments =
          new BenchInstruments(
              (HeaterSource) open.get(heaters),
              (TapSource) open.get(spec.instruments().get(Role.TAPS)),
              (FibreSwitch) open.get(spec.instruments().get(Role.SWITCH)),
              Optional.ofNullable((Laser) open.get(spec.instruments().get(Role.LASER))),
              lost -> reconnect(spec, open, locks, lost, trace));
      try {
        InstrumentBench bench =
            new InstrumentBench(
                spec.file(),
                spec.layout(),
                instruments,
                spec.instrumentChannel(),
                spec.rules(),
                locks.values());
        done = true;
        return bench;
      } catch (DeviceException e) {
        throw mistake(spec, heaters.line(), e);
      }
    } finally {
      if (!done) {
        open.values().forEach(Instrument::close);
        locks.values().forEach(OwnerLock::close);
      }
    }
  }

  private static Instrument reconnect(
      BenchSpec spec,
      Map<InstrumentSpec, Instrument> open,
      Map<InstrumentSpec, OwnerLock> locks,
      Instrument lost,
      WireTrace trace)
      throws DeviceException {
    for (Map.Entry<InstrumentSpec, Instrument> entry : open.entrySet()) {
      if (entry.getValue() == lost) {
        OwnerLock lock = locks.get(entry.getKey());
        if (lock != null && mayExist(entry.getKey().link())) {
          locks.put(entry.getKey(), lock.moved(entry.getKey().link(), owner(spec)));
        }
        Instrument fresh = connect(spec, entry.getKey(), trace);
        entry.setValue(fresh);
        return fresh;
      }
    }
    throw new IllegalArgumentException(lost.linkName() + " is not of this bench");
  }

  /** Takes the right to an instrument; empty if there is none, as nothing is there. */
  static Optional<OwnerLock> lock(BenchSpec spec, InstrumentSpec instrument)
      throws DeviceException {
    return mayExist(instrument.link())
        ? Optional.of(OwnerLock.take(instrument.link(), owner(spec)))
        : Optional.empty();
  }

  private static String owner(BenchSpec spec) {
    return "insitu with " + spec.file();
  }

  /** A port that is not there has no owner, and its name is not worth a file. */
  private static boolean mayExist(LinkAddress address) {
    return !(address instanceof LinkAddress.Serial serial)
        || !serial.port().startsWith("/")
        || Files.exists(Path.of(serial.port()));
  }

  private static YamlFileException mistake(BenchSpec spec, int line, DeviceException e) {
    return new YamlFileException("%s line %d: %s".formatted(spec.file(), line, e.getMessage()), e);
  }

  /**
   * Connects to one instrument and identifies it, without setting anything but, on a laser, its
   * output off.
   *
   * @throws DeviceException if it is not there, or something else is
   */
  public static Instrument connect(BenchSpec spec, InstrumentSpec instrument, WireTrace trace)
      throws DeviceException {
    Link link = instrument.link().open(trace);
    boolean done = false;
    try {
      Instrument connected = identify(instrument, link, spec.timeout(), spec.attempts());
      done = true;
      return connected;
    } finally {
      if (!done) {
        link.close();
      }
    }
  }

  private static Instrument identify(
      InstrumentSpec instrument, Link link, Duration timeout, int attempts) throws DeviceException {
    if (instrument instanceof InstrumentSpec.Qontrol qontrol) {
      return new QontrolHeaters(
          new QontrolClient(link, timeout, attempts), qontrol.mode(), qontrol.verify());
    }
    if (instrument instanceof InstrumentSpec.Board board) {
      // Differs between sessions, as the protocol asks for; nothing else depends on it.
      int first = (int) (System.nanoTime() >>> 20);
      return new BoardInstrument(new BoardClient(link, timeout, attempts, first), board.watchdog());
    }
    LineClient line = new LineClient(link, 1024);
    if (instrument instanceof InstrumentSpec.Osw osw) {
      return new OswSwitch(line, timeout, attempts, osw.forward());
    }
    InstrumentSpec.Hp816x laser = (InstrumentSpec.Hp816x) instrument;
    return new Hp816xLaser(line, timeout, attempts, laser.setup());
  }
}
