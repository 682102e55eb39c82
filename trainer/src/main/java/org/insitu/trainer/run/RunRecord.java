package org.insitu.trainer.run;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A run as its directory tells it, the counterpart of {@link RunDirectory} and of the directory of
 * a large run. A run that is not finished has the part that is written.
 *
 * @param head what it was
 * @param curves its curves
 * @param replay its course; empty if it cannot be replayed
 * @param remark one sentence why not, or what is missing; empty if nothing is
 */
public record RunRecord(
    RunHead head, RunCurves curves, Optional<RunReplay> replay, Optional<String> remark) {
  /**
   * Reads a directory.
   *
   * @throws RunFileException with one sentence if there is no run or its curves cannot be used
   */
  public static RunRecord read(Path directory) throws RunFileException {
    RunHead head = RunHead.read(directory);
    RunCurves curves = RunCurves.read(directory, head.large());
    if (head.large()) {
      return new RunRecord(
          head,
          curves,
          Optional.empty(),
          Optional.of(
              "A run of this size records its curves and its final phases, not the phases along the way, so it cannot be replayed."));
    }
    if (head.iterations().isPresent() && curves.last() < head.iterations().getAsDouble()) {
      throw new RunFileException(
          String.format(
              Locale.ROOT,
              "%s ends at iteration %.0f, but the run made %.0f; the file was cut off.",
              directory.resolve("metrics.csv"),
              curves.last(),
              head.iterations().getAsDouble()));
    }
    RunReplay replay;
    try {
      replay = RunReplay.read(head);
    } catch (RunFileException unusable) {
      return new RunRecord(
          head,
          curves,
          Optional.empty(),
          Optional.of("It cannot be replayed: " + unusable.getMessage()));
    }
    return new RunRecord(
        head,
        curves,
        Optional.of(replay),
        replay.points().isPresent()
            ? Optional.empty()
            : Optional.of(
                "Its training points are not in the record (points.csv), so there are no taps and no boundary."));
  }
}
