package org.insitu.gui.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.insitu.driver.benchfile.BenchCheck.Finding;
import org.insitu.driver.device.DeviceException;

/** Asks instruments who they are; what has been answered so far can be seen from any thread. */
final class Identifier {
  private final BenchOpener opener;
  private volatile Optional<Identification> latest = Optional.empty();

  Identifier(BenchOpener opener) {
    this.opener = opener;
  }

  Optional<Identification> latest() {
    return latest;
  }

  /** Begins anew for a bench. */
  void begin(String chip) {
    latest = Optional.of(new Identification(chip, List.of(), false, Optional.empty()));
  }

  /** Takes what the instruments of an open bench answered. */
  void answered(String chip, List<Finding> findings) {
    latest = Optional.of(new Identification(chip, findings, true, Optional.empty()));
  }

  /** Asks the instruments of a bench that nobody has opened. Takes seconds. */
  Identification ask(String chip, long seed) {
    List<Finding> sofar = new ArrayList<>();
    Identification asked;
    try {
      List<Finding> all =
          opener.identify(
              chip,
              seed,
              finding -> {
                sofar.add(finding);
                latest = Optional.of(new Identification(chip, sofar, false, Optional.empty()));
              });
      asked = new Identification(chip, all, true, Optional.empty());
    } catch (DeviceException | RuntimeException failure) {
      asked = new Identification(chip, sofar, true, Optional.of(ChipThread.sentence(failure)));
    }
    latest = Optional.of(asked);
    return asked;
  }
}
