package org.insitu.gui.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a calibration was made, as far as is known.
 *
 * @param chipTime time on the chip, if it was made since the chip was connected
 * @param written when its file was written
 */
record CalibrationOrigin(Optional<Duration> chipTime, Instant written) {
  static CalibrationOrigin now(Duration chipTime, Instant now) {
    return new CalibrationOrigin(Optional.of(chipTime), now);
  }

  static CalibrationOrigin file(Path file) throws IOException {
    return new CalibrationOrigin(Optional.empty(), Files.getLastModifiedTime(file).toInstant());
  }

  /** Returns its age [s]: on the chip's clock if it was made here. */
  double ageSeconds(Duration chipNow, Instant now) {
    Duration age = chipTime.map(chipNow::minus).orElseGet(() -> Duration.between(written, now));
    return Math.max(0, age.toNanos() * 1e-9);
  }
}
