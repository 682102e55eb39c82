package org.insitu.cli.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.insitu.driver.protocol.LinkReport;

/** What was mended on links, for the user. */
public final class Links {
  private Links() {}

  /** Returns one sentence, such as for standard error. */
  public static String sentence(LinkReport report) {
    StringJoiner parts = new StringJoiner(", ");
    add(parts, report.repeats(), "repeated");
    add(parts, report.timeouts(), "without an answer in time");
    add(parts, report.badFrames(), "damaged");
    add(parts, report.stale(), "answered late or twice");
    add(parts, report.deviceErrors(), "errors reported by instruments");
    add(parts, report.restarts(), "instruments set up again");
    return "links: %d requests, of which was mended: %s".formatted(report.requests(), parts);
  }

  private static void add(StringJoiner parts, long count, String what) {
    if (count > 0) {
      parts.add(count + " " + what);
    }
  }

  /** Returns the counts under their names. */
  public static Map<String, Object> json(LinkReport report) {
    Map<String, Object> entries = new LinkedHashMap<>();
    entries.put("requests", report.requests());
    entries.put("repeats", report.repeats());
    entries.put("timeouts", report.timeouts());
    entries.put("badFrames", report.badFrames());
    entries.put("stale", report.stale());
    entries.put("deviceErrors", report.deviceErrors());
    entries.put("restarts", report.restarts());
    return entries;
  }
}
