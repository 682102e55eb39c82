package org.insitu.driver.safety;

import java.util.ArrayList;
import java.util.List;
import org.insitu.driver.instrument.HeaterSource;
import org.insitu.driver.instrument.TapSource;
import org.insitu.mesh.chip.ChipLayout;

/** Whether instruments can serve a chip within its limits, by what they say of themselves. */
public final class BenchFit {
  private BenchFit() {}

  /** Returns what does not fit, one sentence each with what to do; empty if all does. */
  static List<String> misfits(
      ChipLayout layout, BenchInstruments instruments, int[] instrumentChannel, BenchRules rules) {
    List<String> misfits = heaters(layout, instruments.heaters(), instrumentChannel, rules);
    misfits.addAll(taps(layout, instruments.taps()));
    return misfits;
  }

  /**
   * Returns what does not fit about the heater source, one sentence each.
   *
   * @param instrumentChannel channel of the source for each heater of the layout
   */
  public static List<String> heaters(
      ChipLayout layout, HeaterSource source, int[] instrumentChannel, BenchRules rules) {
    List<String> misfits = new ArrayList<>();
    double maxV = layout.limits().maxVoltageV();
    for (int i = 0; i < instrumentChannel.length; i++) {
      int channel = instrumentChannel[i];
      String heater = layout.heaters().get(i).name();
      if (channel < 0 || channel >= source.channels()) {
        misfits.add(
            "%s needs channel %d, but %s has only channels 0..%d; add modules or change \"channels\" in the bench file"
                .formatted(heater, channel, source.linkName(), source.channels() - 1));
      } else if (maxV > source.fullScaleV(channel)) {
        misfits.add(
            "the limit of %s V for %s is above the full scale of %s V of channel %d; lower maxVoltageV in the bench file"
                .formatted(maxV, heater, source.fullScaleV(channel), channel));
      } else if (rules.maxCurrentA() > source.fullScaleA(channel)) {
        misfits.add(
            "the limit of %s mA for %s is above the full scale of %s mA of channel %d; lower maxCurrentMilliamps in the bench file"
                .formatted(
                    1000 * rules.maxCurrentA(),
                    heater,
                    1000 * source.fullScaleA(channel),
                    channel));
      }
    }
    return misfits;
  }

  /** Returns what does not fit about the tap source, one sentence each. */
  public static List<String> taps(ChipLayout layout, TapSource source) {
    int taps = layout.columns() * layout.rows();
    return source.taps() >= taps
        ? List.of()
        : List.of(
            "the chip has %d taps, but %s has only %d; name the instrument that reads all of them"
                .formatted(taps, source.linkName(), source.taps()));
  }
}
