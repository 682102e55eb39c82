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
    double maxV = layout.limits().maxVoltageV();
    List<String> outside = new ArrayList<>();
    List<String> overVolts = new ArrayList<>();
    List<String> overAmps = new ArrayList<>();
    for (int i = 0; i < instrumentChannel.length; i++) {
      int channel = instrumentChannel[i];
      String heater = layout.heaters().get(i).name();
      if (channel < 0 || channel >= source.channels()) {
        outside.add("%s on channel %d".formatted(heater, channel));
      } else if (maxV > source.fullScaleV(channel)) {
        overVolts.add(
            "%s V of channel %d for %s".formatted(source.fullScaleV(channel), channel, heater));
      } else if (rules.maxCurrentA() > source.fullScaleA(channel)) {
        overAmps.add(
            "%s mA of channel %d for %s"
                .formatted(1000 * source.fullScaleA(channel), channel, heater));
      }
    }
    List<String> misfits = new ArrayList<>();
    if (!outside.isEmpty()) {
      misfits.add(
          "%s has only channels 0..%d, but the chip has %s; add modules or change \"channels\" in the bench file"
              .formatted(source.linkName(), source.channels() - 1, shortened(outside)));
    }
    if (!overVolts.isEmpty()) {
      misfits.add(
          "the limit of %s V is above the full scale of %s; lower maxVoltageV in the bench file"
              .formatted(maxV, shortened(overVolts)));
    }
    if (!overAmps.isEmpty()) {
      misfits.add(
          "the limit of %s mA is above the full scale of %s; lower maxCurrentMilliamps in the bench file"
              .formatted(1000 * rules.maxCurrentA(), shortened(overAmps)));
    }
    return misfits;
  }

  /** The first of them; a line each would hide what else is wrong. */
  private static String shortened(List<String> all) {
    return all.size() == 1 ? all.get(0) : "%s, and %d more".formatted(all.get(0), all.size() - 1);
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
