package org.insitu.driver.bench;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.insitu.driver.device.SafetyLimitException;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.ElectricalLimits;

/**
 * Stands between a bench and its heaters: knows what was written and refuses what would cross a
 * limit, before anything is written. Powers are V²/R with the nominal resistance of the layout.
 *
 * <p>Not thread-safe: belongs to its bench.
 */
public final class HeaterGuard {
  /** Full power of all heaters may equal the limit; its sum may not fail by rounding. */
  private static final double ROUNDING = 1 + 1e-9;

  private final ChipLayout layout;
  private final ElectricalLimits limits;
  private final int[] sortedChannels;
  private final int[] sortedHeaters;
  private final double[] voltageV;
  private final long[] lastNamed;
  private long request;

  /** Makes the guard of a chip whose heaters are all at 0 V. */
  public HeaterGuard(ChipLayout layout) {
    this.layout = layout;
    limits = layout.limits();
    int[] channels = layout.channels();
    sortedHeaters =
        IntStream.range(0, channels.length)
            .boxed()
            .sorted(Comparator.comparingInt(i -> channels[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    sortedChannels = Arrays.stream(sortedHeaters).map(i -> channels[i]).toArray();
    voltageV = new double[channels.length];
    lastNamed = new long[channels.length];
  }

  /**
   * Checks a request as a whole.
   *
   * @param channels voltage channels; Not modified
   * @param newVoltageV voltages [V], one per channel; Not modified
   * @return positions of the heaters in {@link ChipLayout#heaters()}, in the order of the channels
   * @throws SafetyLimitException if a voltage or power would be over its limit
   * @throws IllegalArgumentException if a channel is unknown or named twice, or lengths differ
   */
  public int[] check(int[] channels, double[] newVoltageV) {
    if (channels.length != newVoltageV.length) {
      throw new IllegalArgumentException(
          "%d channels with %d voltages".formatted(channels.length, newVoltageV.length));
    }
    request++;
    int[] heaters = new int[channels.length];
    double addedV2 = 0;
    for (int i = 0; i < channels.length; i++) {
      heaters[i] = heater(channels[i]);
      if (lastNamed[heaters[i]] == request) {
        throw new IllegalArgumentException("channel " + channels[i] + " is named twice");
      }
      lastNamed[heaters[i]] = request;
      checkOne(heaters[i], newVoltageV[i]);
      addedV2 += newVoltageV[i] * newVoltageV[i] - voltageV[heaters[i]] * voltageV[heaters[i]];
    }
    double totalV2 = addedV2;
    for (double v : voltageV) {
      totalV2 += v * v;
    }
    double totalW = totalV2 / limits.heaterResistanceOhm();
    // Less power than before is always allowed.
    if (addedV2 > 0 && totalW > limits.maxTotalPowerW() * ROUNDING) {
      throw new SafetyLimitException(
          "all heaters together would take %.4g W, over the limit of %.4g W; nothing was written"
              .formatted(totalW, limits.maxTotalPowerW()));
    }
    return heaters;
  }

  private int heater(int channel) {
    int at = Arrays.binarySearch(sortedChannels, channel);
    if (at < 0) {
      throw new IllegalArgumentException(
          "chip %s has no heater on channel %d".formatted(layout.name(), channel));
    }
    return sortedHeaters[at];
  }

  private void checkOne(int heater, double voltage) {
    if (!(voltage >= limits.minVoltageV() && voltage <= limits.maxVoltageV())) {
      throw new SafetyLimitException(
          "%s would get %s V, outside the limits of %s..%s V; nothing was written"
              .formatted(
                  layout.heaters().get(heater).name(),
                  voltage,
                  limits.minVoltageV(),
                  limits.maxVoltageV()));
    }
    double powerW = voltage * voltage / limits.heaterResistanceOhm();
    if (powerW > limits.maxHeaterPowerW() * ROUNDING) {
      throw new SafetyLimitException(
          "%s would take %.4g W at %s V, over the limit of %.4g W; nothing was written"
              .formatted(
                  layout.heaters().get(heater).name(), powerW, voltage, limits.maxHeaterPowerW()));
    }
  }

  /**
   * Takes note of voltages that are about to be written: until {@link #written}, and so after a
   * failure in between, each heater counts with the higher of its old voltage and its new one.
   */
  public void writing(int[] heaters, double[] newVoltageV) {
    for (int i = 0; i < heaters.length; i++) {
      voltageV[heaters[i]] = Math.max(voltageV[heaters[i]], newVoltageV[i]);
    }
  }

  /** Takes note of voltages that were written, as returned and given to {@link #check}. */
  public void written(int[] heaters, double[] newVoltageV) {
    for (int i = 0; i < heaters.length; i++) {
      voltageV[heaters[i]] = newVoltageV[i];
    }
  }

  /** Takes note that all heaters are at 0 V. */
  public void writtenZero() {
    Arrays.fill(voltageV, 0);
  }

  /** Returns the voltage last written to a heater [V]; after a failure, the highest it may have. */
  public double voltageV(int heater) {
    return voltageV[heater];
  }
}
