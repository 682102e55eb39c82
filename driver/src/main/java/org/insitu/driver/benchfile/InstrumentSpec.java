package org.insitu.driver.benchfile;

import java.time.Duration;
import org.insitu.driver.instrument.Hp816xLaser;
import org.insitu.driver.instrument.QontrolHeaters;
import org.insitu.driver.link.LinkAddress;

/** One instrument as a bench file describes it. */
public sealed interface InstrumentSpec {
  /** Returns where it is connected. */
  LinkAddress link();

  /** Returns the word for its kind in the file. */
  String kind();

  /** Returns the line it is described on. */
  int line();

  /**
   * A chain of Qontrol modules.
   *
   * @param link where it is connected
   * @param mode text or binary instructions
   * @param verify whether and how closely every write is read back
   * @param line line in the file
   */
  record Qontrol(LinkAddress link, QontrolHeaters.Mode mode, QontrolHeaters.Verify verify, int line)
      implements InstrumentSpec {
    @Override
    public String kind() {
      return "qontrol";
    }
  }

  /**
   * A board that speaks the mesh board protocol.
   *
   * @param link where it is connected
   * @param watchdog after which its outputs go to 0 V without a sign of life; zero for never
   * @param line line in the file
   */
  record Board(LinkAddress link, Duration watchdog, int line) implements InstrumentSpec {
    @Override
    public String kind() {
      return "board";
    }
  }

  /**
   * A Thorlabs OSW fibre switch.
   *
   * @param link where it is connected
   * @param forward position that sends light in from the left
   * @param line line in the file
   */
  record Osw(LinkAddress link, int forward, int line) implements InstrumentSpec {
    @Override
    public String kind() {
      return "osw";
    }
  }

  /**
   * An HP 816x laser.
   *
   * @param link where it or its GPIB adapter is connected
   * @param setup how it is reached behind that
   * @param line line in the file
   */
  record Hp816x(LinkAddress link, Hp816xLaser.Setup setup, int line) implements InstrumentSpec {
    @Override
    public String kind() {
      return "hp816x";
    }
  }
}
