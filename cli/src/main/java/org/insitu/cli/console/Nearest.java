package org.insitu.cli.console;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the valid words nearest to what was typed, by edit distance (Levenshtein). */
public final class Nearest {
  private Nearest() {}

  /**
   * Returns a sentence part such as {@code did you mean moons? (moons, circle, ring, blobs)}; the
   * question is left out where nothing is near.
   *
   * @param typed what the user wrote
   * @param valid all valid words, in the order to show
   */
  public static String hint(String typed, Collection<String> valid) {
    List<String> near = of(typed, valid);
    String all = String.join(", ", valid);
    return near.isEmpty()
        ? "valid are " + all
        : "did you mean " + String.join(" or ", near) + "? (" + all + ")";
  }

  /** Returns the valid words at the smallest distance, none if that is over half their length. */
  public static List<String> of(String typed, Collection<String> valid) {
    String word = typed.toLowerCase(Locale.ROOT);
    int best =
        valid.stream()
            .mapToInt(candidate -> distance(word, candidate.toLowerCase(Locale.ROOT)))
            .min()
            .orElse(Integer.MAX_VALUE);
    return valid.stream()
        .filter(candidate -> distance(word, candidate.toLowerCase(Locale.ROOT)) == best)
        .filter(candidate -> 2 * best <= Math.max(candidate.length(), word.length()))
        .sorted(Comparator.naturalOrder())
        .limit(3)
        .toList();
  }

  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    Arrays.setAll(row, column -> column);
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
