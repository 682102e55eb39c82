package org.insitu.driver.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody meant to type. */
public final class Nearest {
  private Nearest() {}

  /**
   * Returns the known word nearest to a mistyped one: fewest insertions, deletions and replacements
   * of a letter, case aside, and no more of them than half the longer word.
   */
  public static Optional<String> of(String found, Collection<String> known) {
    record Candidate(String word, int distance) {}
    return known.stream()
        .map(word -> new Candidate(word, distance(found, word)))
        .filter(c -> 2 * c.distance() <= Math.max(found.length(), c.word().length()))
        .min(Comparator.comparingInt(Candidate::distance))
        .map(Candidate::word);
  }

  /**
   * Returns the end of a sentence about an unknown word: the nearest known one if there is one,
   * then all of them, such as {@code did you mean "phi"? Known: theta, phi}.
   */
  public static String hint(String found, Collection<String> known) {
    String all = "known: " + String.join(", ", List.copyOf(known));
    return of(found, known).map(word -> "did you mean \"" + word + "\"? (" + all + ")").orElse(all);
  }

  private static int distance(String a, String b) {
    String from = a.toLowerCase(Locale.ROOT);
    String to = b.toLowerCase(Locale.ROOT);
    int[] previous = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] current = new int[to.length() + 1];
      current[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[to.length()];
  }
}
