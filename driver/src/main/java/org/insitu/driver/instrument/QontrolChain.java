package org.insitu.driver.instrument;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.protocol.QontrolClient;
import org.insitu.driver.protocol.QontrolFrame;
import org.insitu.driver.protocol.QontrolFrame.Quantity;

/**
 * The modules that a Qontrol chain consists of, asked and not assumed.
 *
 * @param modules modules in order of their channels
 */
record QontrolChain(List<Module> modules) {
  private static final Pattern IDENTITY =
      Pattern.compile("([A-Za-z]+)(\\d+)(\\w*)-([0-9a-fA-F*]+)");
  private static final int LIST_ATTEMPTS = 6;
  private static final Pattern PLACE = Pattern.compile("(\\S+)\\s*:\\s*(\\d+)");

  /**
   * One module.
   *
   * @param identity type and serial number, such as {@code Q8iv-0001}
   * @param channels number of channels, the number in its type
   * @param fullScaleV highest voltage [V]
   * @param fullScaleA highest current [A]
   */
  record Module(String identity, int channels, double fullScaleV, double fullScaleA) {}

  /** Copies. */
  QontrolChain {
    modules = List.copyOf(modules);
  }

  int channels() {
    return modules.stream().mapToInt(Module::channels).sum();
  }

  Module moduleOf(int channel) {
    return modules.get(indexOf(channel));
  }

  /** Returns the place in the chain of the module that owns a channel. */
  int indexOf(int channel) {
    int end = 0;
    for (int module = 0; module < modules.size(); module++) {
      end += modules.get(module).channels();
      if (channel < end) {
        return module;
      }
    }
    throw new IllegalArgumentException(
        "channel %d is outside the chain of %d channels".formatted(channel, end));
  }

  /** Returns the channel after the last one of a module; the chain's end for a module beyond it. */
  int endOf(int module) {
    return modules.stream().limit(module + 1L).mapToInt(Module::channels).sum();
  }

  static QontrolChain discover(QontrolClient client) throws DeviceException {
    client.begin();
    identify(client);
    // Makes the modules number themselves; each answers, the first with an ACK byte in front.
    client.askUntilSilent("nup=0");
    List<String> identities = list(client);
    List<Double> volts = fullScales(client, "vfullall?", Quantity.V, identities.size());
    List<Double> milliamps = fullScales(client, "ifullall?", Quantity.I, identities.size());
    client.takeErrors();
    client.takePoweredUp();
    List<Module> modules = new ArrayList<>();
    for (int i = 0; i < identities.size(); i++) {
      Matcher parts = IDENTITY.matcher(identities.get(i));
      int channels = parts.matches() ? Integer.parseInt(parts.group(2)) : 0;
      modules.add(new Module(identities.get(i), channels, volts.get(i), milliamps.get(i) / 1000));
    }
    return new QontrolChain(modules);
  }

  /** The number of lines is not known, so that only two equal answers show that none was lost. */
  private static List<String> list(QontrolClient client) throws DeviceException {
    List<String> before = List.of();
    List<String> lines = List.of();
    for (int attempt = 0; attempt < LIST_ATTEMPTS; attempt++) {
      if (attempt > 0 && before.isEmpty()) {
        // An answer that comes late must not be counted with the next one.
        client.begin();
      }
      lines = client.askUntilSilent("nupall?");
      Optional<List<String>> identities = identities(lines);
      if (identities.isPresent() && identities.get().equals(before)) {
        return before;
      }
      before = identities.orElse(List.of());
    }
    throw client.withTraffic(
        lines.isEmpty()
            ? new DeviceException.Timeout(
                "%s lists no modules; check that the modules sit in the backplane from its first slot on"
                    .formatted(client.name()),
                null)
            : new DeviceException.BadFrame(
                "%s lists its modules as '%s'; expected lines such as 'Q8iv-0001: 0', contiguous from 0"
                    .formatted(client.name(), String.join("', '", lines)),
                null));
  }

  /** Returns the modules in order; empty if the lines are no list of them. */
  private static Optional<List<String>> identities(List<String> lines) {
    List<String> identities = new ArrayList<>();
    for (String text : lines) {
      Matcher place = PLACE.matcher(text);
      if (!place.matches()
          || !IDENTITY.matcher(place.group(1)).matches()
          || !place.group(2).equals(Integer.toString(identities.size()))) {
        return Optional.empty();
      }
      identities.add(place.group(1));
    }
    return identities.isEmpty() ? Optional.empty() : Optional.of(identities);
  }

  private static void identify(QontrolClient client) throws DeviceException {
    try {
      client.ask(
          "id?",
          1,
          text -> IDENTITY.matcher(text).matches() ? Optional.of(text) : Optional.empty());
    } catch (DeviceException.Rejected e) {
      throw client.withTraffic(
          new DeviceException.BadFrame(
              "%s is no Qontrol chain: %s".formatted(client.name(), e.getMessage()), e));
    }
  }

  private static List<Double> fullScales(
      QontrolClient client, String instruction, Quantity quantity, int modules)
      throws DeviceException {
    List<Double> values =
        client.ask(
            instruction,
            modules,
            text -> {
              OptionalDouble value = QontrolFrame.parseValue(quantity, text);
              return value.isPresent() && value.getAsDouble() > 0
                  ? Optional.of(value.getAsDouble())
                  : Optional.empty();
            });
    return values;
  }
}
