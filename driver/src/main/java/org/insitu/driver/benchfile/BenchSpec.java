package org.insitu.driver.benchfile;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.insitu.driver.safety.BenchRules;
import org.insitu.mesh.chip.ChipLayout;

/**
 * A bench as its file describes it.
 *
 * @param file name of the file
 * @param layout the chip, with the limits of the file if it has some
 * @param instruments instrument of each role; one may have several roles. No entry: no such role
 * @param instrumentChannel channel of the heater source for each heater of the layout
 * @param rules behaviour beyond the chip's limits
 * @param timeout of one exchange
 * @param attempts how often a request is sent at most
 */
public record BenchSpec(
    String file,
    ChipLayout layout,
    Map<Role, InstrumentSpec> instruments,
    int[] instrumentChannel,
    BenchRules rules,
    Duration timeout,
    int attempts) {
  /** What an instrument is for. */
  public enum Role {
    /** Drives the heaters. */
    HEATERS,
    /** Reads the taps. */
    TAPS,
    /** Chooses the direction of light. */
    SWITCH,
    /** Emits the light. */
    LASER;

    /** Returns the word in the file. */
    public String id() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Copies. */
  public BenchSpec {
    instruments = new EnumMap<>(instruments);
    instrumentChannel = instrumentChannel.clone();
  }

  /** Returns every instrument once. */
  public List<InstrumentSpec> distinct() {
    return instruments.values().stream().distinct().toList();
  }

  /** Returns the roles of an instrument. */
  public List<Role> roles(InstrumentSpec instrument) {
    return instruments.entrySet().stream()
        .filter(entry -> entry.getValue().equals(instrument))
        .map(Map.Entry::getKey)
        .toList();
  }
}
