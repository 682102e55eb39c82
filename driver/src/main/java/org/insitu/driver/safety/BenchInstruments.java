package org.insitu.driver.safety;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.instrument.BoardInstrument;
import org.insitu.driver.instrument.FibreSwitch;
import org.insitu.driver.instrument.HeaterSource;
import org.insitu.driver.instrument.Instrument;
import org.insitu.driver.instrument.Laser;
import org.insitu.driver.instrument.TapSource;

/**
 * The instruments of a bench; one may have several parts. All are open.
 *
 * @param heaters drives the heaters
 * @param taps reads the taps
 * @param fibreSwitch chooses the direction
 * @param laser empty if the laser is not under control
 * @param reconnect opens an instrument again after its link was lost
 */
public record BenchInstruments(
    HeaterSource heaters,
    TapSource taps,
    FibreSwitch fibreSwitch,
    Optional<Laser> laser,
    Reconnect reconnect) {
  /** Opens an instrument again. */
  @FunctionalInterface
  public interface Reconnect {
    /**
     * Returns it anew, identified and not yet armed.
     *
     * @param lost the instrument with the old link
     */
    Instrument open(Instrument lost) throws DeviceException;
  }

  /** Returns every instrument once. */
  public List<Instrument> distinct() {
    List<Instrument> all = new ArrayList<>();
    all.add(heaters);
    if (taps != heaters) {
      all.add(taps);
    }
    if (fibreSwitch != heaters && fibreSwitch != taps) {
      all.add(fibreSwitch);
    }
    laser.ifPresent(all::add);
    return all;
  }

  /** Returns the boards, whose watchdogs want signs of life. */
  List<BoardInstrument> boards() {
    return distinct().stream()
        .filter(BoardInstrument.class::isInstance)
        .map(BoardInstrument.class::cast)
        .toList();
  }

  /** Returns the same with an instrument in the place of another, in all its roles. */
  BenchInstruments with(Instrument old, Instrument fresh) {
    return new BenchInstruments(
        heaters == old ? (HeaterSource) fresh : heaters,
        taps == old ? (TapSource) fresh : taps,
        fibreSwitch == old ? (FibreSwitch) fresh : fibreSwitch,
        laser.map(source -> source == old ? (Laser) fresh : source),
        reconnect);
  }
}
