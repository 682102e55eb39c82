package org.insitu.driver.instrument;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.insitu.driver.bench.LaserTuning;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.device.SafetyLimitException;
import org.insitu.driver.link.LineClient;
import org.insitu.driver.protocol.LinkReport;
import org.insitu.driver.protocol.Numbers;

/**
 * A laser in an HP, Agilent or Keysight 8163/8164 mainframe, behind a Prologix GPIB adapter or
 * directly on a line-based link.
 *
 * <p>The adapter is set up anew at each start and told to read explicitly: its automatic reading
 * addresses instruments that have nothing to say, which leaves errors in their queues. [assumed]
 * Limits of power and wavelength are asked for with {@code pow? MIN}, {@code wav? MAX} and so on.
 */
public final class Hp816xLaser implements Laser {
  /**
   * How the laser is reached.
   *
   * @param prologix whether a Prologix adapter is in between
   * @param address GPIB address, 0..30
   * @param slot slot of the laser in its mainframe
   * @param wavelengthM wavelength to begin with [m]
   */
  public record Setup(boolean prologix, int address, int slot, double wavelengthM) {}

  // A readback in watts has five digits; attenuators settle within half a percent.
  private static final double READBACK = 0.01;
  private static final double INVALID_W = 1e10;
  // Ten times the finest step of a common source.
  private static final double WAVELENGTH_M = 1e-12;
  // Depth of the instrument's list.
  private static final int ERRORS = 30;

  private final LineClient line;
  private final Duration timeout;
  private final int attempts;
  private final Setup setup;
  private final String source;
  private final String identity;
  private double minPowerW;
  private double maxPowerW;
  private LaserTuning tuning;
  private long requests;
  private long repeats;
  private long timeouts;
  private long badFrames;
  private long stale;
  private long deviceErrors;

  /**
   * Identifies the laser, switches its output off and sets its wavelength.
   *
   * @throws DeviceException.BadFrame if something else answers
   * @throws DeviceException.Rejected if it cannot be tuned to the wavelength
   */
  public Hp816xLaser(LineClient line, Duration timeout, int attempts, Setup setup)
      throws DeviceException {
    this.line = line;
    this.timeout = timeout;
    this.attempts = attempts;
    this.setup = setup;
    source = "sour" + setup.slot() + ":";
    begin();
    identity = ask("*IDN?", "[ -~]{3,200}");
    if (!identity.contains("816")) {
      throw failure(
          new DeviceException.BadFrame(
              "%s is no HP 816x, it answers '%s'".formatted(linkName(), identity), null));
    }
    tell("*CLS");
    switchOff();
    tell(source + "pow:unit 1");
    double shortestM = limit("wav? MIN");
    tuning = new LaserTuning(shortestM, shortestM, limit("wav? MAX"));
    try {
      tuning.require(setup.wavelengthM());
    } catch (SafetyLimitException outside) {
      throw failure(
          new DeviceException.Rejected(
              "%s: %s; correct its wavelength in the bench file"
                  .formatted(linkName(), outside.getMessage()),
              outside));
    }
    tune(setup.wavelengthM());
    noteErrors();
  }

  @Override
  public synchronized LaserTuning tuning() {
    return tuning;
  }

  @Override
  public synchronized void setWavelength(double wavelengthM) throws DeviceException {
    tuning.require(wavelengthM);
    tune(wavelengthM);
  }

  private void tune(double wavelengthM) throws DeviceException {
    double found = 0;
    for (int attempt = 0; attempt < attempts; attempt++) {
      tell(source + String.format(Locale.ROOT, "wav %.4fNM", wavelengthM * 1e9));
      found = number(source + "wav?");
      if (Math.abs(found - wavelengthM) <= WAVELENGTH_M) {
        tuning = tuning.with(wavelengthM);
        // What it can give depends on the wavelength.
        minPowerW = limit("pow? MIN");
        maxPowerW = limit("pow? MAX");
        return;
      }
      repeats++;
    }
    requireNoError();
    throw failure(
        new DeviceException.Rejected(
            "%s was set to %.4f nm and reads back %.4f nm"
                .formatted(linkName(), wavelengthM * 1e9, found * 1e9),
            null));
  }

  /** Returns what is answered twice running: a limit with a damaged digit would stay for good. */
  private double limit(String question) throws DeviceException {
    double before = number(source + question);
    for (int attempt = 0; attempt < attempts; attempt++) {
      double again = number(source + question);
      if (again == before) {
        return again;
      }
      repeats++;
      before = again;
    }
    throw failure(
        new DeviceException.BadFrame(
            "%s answers '%s' otherwise each time; check its cable"
                .formatted(linkName(), source + question),
            null));
  }

  private void begin() throws DeviceException {
    line.send("\n");
    line.drain(Duration.ofMillis(30), timeout);
    if (setup.prologix()) {
      for (String command :
          new String[] {
            "++mode 1",
            "++savecfg 0",
            "++auto 0",
            "++addr " + setup.address(),
            "++eos 2",
            "++eoi 1",
            "++read_tmo_ms " + Math.min(3000, Math.max(1, timeout.toMillis() / 2))
          }) {
        line.send(command + "\n");
      }
    }
  }

  @Override
  public synchronized void setPower(double powerW) throws DeviceException {
    if (powerW == 0) {
      switchOff();
      return;
    }
    double found = 0;
    for (int attempt = 0; attempt < attempts; attempt++) {
      // The unit is always written: a bare number means different things in different modes.
      tell(source + "pow " + powerW + "W");
      tell(source + "pow:stat 1");
      noteErrors();
      // Asked for at the very end: a laser that has lost its power meanwhile is dark.
      found = number(source + "pow?");
      boolean on = ask(source + "pow:stat?", "[+-]?[01]").endsWith("1");
      if (on && Math.abs(found - powerW) <= READBACK * powerW) {
        return;
      }
      repeats++;
    }
    boolean on = ask(source + "pow:stat?", "[+-]?[01]").endsWith("1");
    switchOff();
    if (!on) {
      throw failure(
          new DeviceException.Rejected(
              "%s does not switch its output on; check its interlock and key".formatted(linkName()),
              null));
    }
    throw failure(
        new DeviceException.Rejected(
            "%s was set to %.4g W and reads back %.4g W; it gives %.4g to %.4g W"
                .formatted(linkName(), powerW, found, minPowerW, maxPowerW),
            null));
  }

  private void switchOff() throws DeviceException {
    for (int attempt = 0; attempt < attempts; attempt++) {
      tell(source + "pow:stat 0");
      if (ask(source + "pow:stat?", "[+-]?[01]").endsWith("0")) {
        return;
      }
      repeats++;
    }
    throw failure(
        new DeviceException.Rejected(
            "%s does not switch its output off; switch it off by hand".formatted(linkName()),
            null));
  }

  @Override
  public synchronized double readPower() throws DeviceException {
    return ask(source + "pow:stat?", "[+-]?[01]").endsWith("1") ? number(source + "pow?") : 0;
  }

  /**
   * Empties the instrument's list of errors. All that was set has been read back, so that they are
   * only about commands that arrived damaged and were repeated.
   */
  private void noteErrors() throws DeviceException {
    for (int i = 0; i < ERRORS && !ask("syst:err?", "[+-]?\\d+,.*").matches("[+-]?0,.*"); i++) {
      deviceErrors++;
    }
  }

  private void requireNoError() throws DeviceException {
    String error = ask("syst:err?", "[+-]?\\d+,.*");
    if (!error.matches("[+-]?0,.*")) {
      deviceErrors++;
      throw failure(
          new DeviceException.Rejected("%s reports %s".formatted(linkName(), error), null));
    }
  }

  private void tell(String command) throws DeviceException {
    requests++;
    line.send(command + "\n");
  }

  private double number(String question) throws DeviceException {
    String text = ask(question, "[-+0-9.eE]+");
    OptionalDouble value = Numbers.parse(text);
    // Over-range reads as an enormous number.
    if (value.isEmpty() || Math.abs(value.getAsDouble()) > INVALID_W) {
      badFrames++;
      throw failure(
          new DeviceException.BadFrame(
              "%s answers '%s' with '%s'".formatted(linkName(), question, text), null));
    }
    return value.getAsDouble();
  }

  private String ask(String question, String form) throws DeviceException {
    line.listenAnew();
    for (int attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) {
        repeats++;
        begin();
      }
      while (line.readLine(System.nanoTime()).isPresent()) {
        stale++;
      }
      requests++;
      line.send(question + "\n" + (setup.prologix() ? "++read eoi\n" : ""));
      Optional<String> answer = line.readLine(System.nanoTime() + timeout.toNanos());
      if (answer.isEmpty()) {
        timeouts++;
      } else if (answer.get().matches(form)) {
        return answer.get();
      } else {
        badFrames++;
      }
    }
    throw line.unanswered(
        question,
        attempts,
        "an HP 816x laser",
        setup.prologix()
            ? "power, cable, baud rate and GPIB address " + setup.address()
            : "power, cable and baud rate");
  }

  private <E extends DeviceException> E failure(E failure) {
    return line.link().trace().attachTo(failure, linkName());
  }

  @Override
  public synchronized double minPowerW() {
    return minPowerW;
  }

  @Override
  public synchronized double maxPowerW() {
    return maxPowerW;
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public String linkName() {
    return line.link().name();
  }

  @Override
  public synchronized LinkReport report() {
    return new LinkReport(requests, repeats, timeouts, badFrames, stale, deviceErrors, 0);
  }

  @Override
  public void close() {
    line.close();
  }
}
