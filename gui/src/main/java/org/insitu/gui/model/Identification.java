package org.insitu.gui.model;

import java.util.List;
import java.util.Optional;
import org.insitu.driver.benchfile.BenchCheck.Finding;
import org.insitu.driver.benchfile.BenchCheck.Verdict;

/**
 * What the instruments of a bench answered.
 *
 * @param chip the bench, as the user wrote it
 * @param findings what was found so far, in order
 * @param over whether that is all
 * @param failure why nothing could be asked
 */
public record Identification(
    String chip, List<Finding> findings, boolean over, Optional<String> failure) {
  /** Copies the list. */
  public Identification {
    findings = List.copyOf(findings);
  }

  /** Returns how much is not in order. */
  public long wrong() {
    return findings.stream().filter(finding -> finding.verdict() != Verdict.FINE).count();
  }

  /** Returns one sentence. */
  public String sentence() {
    if (failure.isPresent()) {
      String what = failure.get();
      return what.contains(chip)
          ? "Could not identify: " + what
          : "Could not identify %s: %s".formatted(chip, what);
    }
    if (!over) {
      return "Asking the instruments of %s ...".formatted(chip);
    }
    return wrong() == 0
        ? "%s: %d findings, all in order.".formatted(chip, findings.size())
        : "%s: %d of %d findings are not in order; mend them, then identify again."
            .formatted(chip, wrong(), findings.size());
  }
}
