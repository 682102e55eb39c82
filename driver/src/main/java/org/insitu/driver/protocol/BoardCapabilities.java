package org.insitu.driver.protocol;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.insitu.driver.device.DeviceException;

/**
 * What a board says it can do, from {@code SYST:CAP?}: {@code KEY=value} pairs; unknown keys are
 * for later versions and are skipped.
 *
 * @param dacs voltage channels, 0 if the board has none
 * @param taps tap inputs, 0 if the board has none
 * @param maxVoltageV full scale [V]
 * @param maxCurrentA full scale per channel [A]
 * @param maxLine longest request it takes, in bytes without the line feed
 * @param maxValues most numbers in one request
 * @param digits significant digits it keeps; 17 is exact
 * @param hasSwitch whether it drives a fibre switch
 */
public record BoardCapabilities(
    int dacs,
    int taps,
    double maxVoltageV,
    double maxCurrentA,
    int maxLine,
    int maxValues,
    int digits,
    boolean hasSwitch) {
  /** Parses the reply. */
  public static BoardCapabilities parse(String data) throws DeviceException.BadFrame {
    Map<String, Double> values = new HashMap<>();
    for (String pair : data.split(",", -1)) {
      int equals = pair.indexOf('=');
      OptionalDouble value =
          equals < 1 ? OptionalDouble.empty() : Numbers.parse(pair.substring(equals + 1));
      if (value.isPresent()) {
        values.put(pair.substring(0, equals).toUpperCase(Locale.ROOT), value.getAsDouble());
      }
    }
    return new BoardCapabilities(
        whole(data, values, "DAC", 0, 4096),
        whole(data, values, "TAP", 0, 65_536),
        within(data, values, "VMAX", 0, 1000),
        within(data, values, "IMAX", 0, 100),
        whole(data, values, "LINE", 64, 1 << 16),
        whole(data, values, "VALS", 1, 1 << 16),
        whole(data, values, "DIGITS", 3, 17),
        whole(data, values, "SWITCH", 0, 1) == 1);
  }

  /** Returns the reply that states this. */
  public String format() {
    return "DAC=%d,TAP=%d,VMAX=%s,IMAX=%s,LINE=%d,VALS=%d,DEPTH=1,DIGITS=%d,SWITCH=%d"
        .formatted(
            dacs, taps, maxVoltageV, maxCurrentA, maxLine, maxValues, digits, hasSwitch ? 1 : 0);
  }

  private static int whole(String data, Map<String, Double> values, String key, int min, int max)
      throws DeviceException.BadFrame {
    return (int) within(data, values, key, min, max);
  }

  private static double within(
      String data, Map<String, Double> values, String key, double min, double max)
      throws DeviceException.BadFrame {
    Double value = values.get(key);
    if (value == null || !(value >= min && value <= max)) {
      throw new DeviceException.BadFrame(
          "the board's capabilities '%s' have no %s from %s to %s; its firmware does not follow docs/board-protocol.md"
              .formatted(data, key, min, max),
          null);
    }
    return value;
  }
}
