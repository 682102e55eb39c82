package org.insitu.trainer.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run's record says beyond the plan.
 *
 * @param chip chip as the user named it
 * @param version version of this program
 * @param details further entries of run.yaml, such as the calibration or the command line
 */
public record RunInfo(String chip, String version, Map<String, Object> details) {
  /** Copies, keeping the order. */
  public RunInfo {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }
}
