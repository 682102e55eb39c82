package org.insitu.cli.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.insitu.cli.console.Failures;
import org.insitu.driver.benchfile.BenchCheck.Finding;
import org.insitu.driver.benchfile.BenchCheck.Verdict;

/** What was found on a bench, as a table or as JSON. */
final class FindingsTable {
  private FindingsTable() {}

  /** Prints one line of the table. */
  static void print(PrintWriter out, Finding finding) {
    out.printf("%-12s %-8s %s%n", finding.subject(), word(finding), finding.text());
    out.flush();
  }

  private static String word(Finding finding) {
    return finding.verdict().name().toLowerCase(Locale.ROOT);
  }

  /** Returns the exit code: 0 all fine, 2 if the file names what is not there, else 1. */
  static int exitCode(List<Finding> findings) {
    if (findings.stream().anyMatch(finding -> finding.verdict() == Verdict.MISSING)) {
      return Failures.THEIRS;
    }
    return findings.stream().anyMatch(finding -> finding.verdict() == Verdict.WRONG)
        ? Failures.OURS
        : 0;
  }

  static Map<String, Object> json(String file, List<Finding> findings) {
    List<Map<String, Object>> entries = new ArrayList<>();
    for (Finding finding : findings) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("subject", finding.subject());
      entry.put("verdict", word(finding));
      entry.put("text", finding.text());
      entries.add(entry);
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("bench", file);
    object.put("fine", exitCode(findings) == 0);
    object.put("findings", entries);
    return object;
  }
}
