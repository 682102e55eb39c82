package org.insitu.simulator.faults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which faults happen, and when.
 *
 * <p>Written as a list separated by commas: {@code drop=0.01} by rate, {@code delay=0.002:50} with
 * an argument, {@code reboot@120} at the 120th request, {@code stuck:7} for good, {@code seed=3}.
 *
 * @param rates faults by rate
 * @param script faults at a request
 * @param permanent faults of chip and wiring
 * @param seed seed of the random stream
 */
public record FaultPlan(
    List<Rate> rates, List<Scripted> script, List<Permanent> permanent, long seed) {
  /** No faults. */
  public static final FaultPlan NONE = new FaultPlan(List.of(), List.of(), List.of(), 0);

  private static final Pattern ITEM =
      Pattern.compile("([a-zA-Z0-9-]+)(?:([=@])([0-9.eE+-]+))?(?::([0-9.]+))?");

  /**
   * A fault that happens now and then.
   *
   * @param kind what
   * @param rate probability per request, 0..1
   * @param argument see {@link FaultKind}
   */
  public record Rate(FaultKind kind, double rate, double argument) {}

  /**
   * A fault that happens once.
   *
   * @param kind what
   * @param request number of the request, from 1
   * @param argument see {@link FaultKind}
   */
  public record Scripted(FaultKind kind, long request, double argument) {}

  /**
   * A fault that is always there.
   *
   * @param kind what
   * @param argument see {@link FaultKind}
   */
  public record Permanent(FaultKind kind, int argument) {}

  /** Copies. */
  public FaultPlan {
    rates = List.copyOf(rates);
    script = List.copyOf(script);
    permanent = List.copyOf(permanent);
  }

  /**
   * Parses a list of faults; empty text is none.
   *
   * @throws IllegalArgumentException if an item is not understood; the message names it
   */
  public static FaultPlan parse(String text) {
    List<Rate> rates = new ArrayList<>();
    List<Scripted> script = new ArrayList<>();
    List<Permanent> permanent = new ArrayList<>();
    long seed = 0;
    for (String item : text.isBlank() ? new String[0] : text.strip().split("\\s*,\\s*", -1)) {
      Matcher parts = ITEM.matcher(item);
      if (!parts.matches()) {
        throw wrong(item, "it is not KIND=RATE, KIND@REQUEST or KIND:NUMBER");
      }
      String name = parts.group(1);
      String sign = parts.group(2);
      if (name.equals("seed") && "=".equals(sign)) {
        seed = (long) number(item, parts.group(3), 0, Long.MAX_VALUE);
        continue;
      }
      FaultKind kind = kind(item, name);
      double argument =
          parts.group(4) == null ? kind.defaultArgument() : number(item, parts.group(4), 0, 1e6);
      if (kind.permanent()) {
        if (sign != null) {
          throw wrong(item, kind.id() + " is always there and has no rate");
        }
        permanent.add(new Permanent(kind, (int) argument));
      } else if ("@".equals(sign)) {
        long request = (long) number(item, parts.group(3), 1, Long.MAX_VALUE);
        script.add(new Scripted(kind, request, argument));
      } else if ("=".equals(sign)) {
        rates.add(new Rate(kind, number(item, parts.group(3), 0, 1), argument));
      } else {
        throw wrong(item, "it has neither a rate nor a request number");
      }
    }
    return new FaultPlan(rates, script, permanent, seed);
  }

  private static FaultKind kind(String item, String name) {
    Optional<FaultKind> kind =
        Arrays.stream(FaultKind.values()).filter(k -> k.id().equalsIgnoreCase(name)).findFirst();
    return kind.orElseThrow(
        () ->
            wrong(
                item,
                "known faults are "
                    + String.join(
                        ", ", Arrays.stream(FaultKind.values()).map(FaultKind::id).toList())));
  }

  private static double number(String item, String text, double min, double max) {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw wrong(item, "'" + text + "' is no number");
    }
    if (!(value >= min && value <= max)) {
      throw wrong(item, "%s is outside %s..%s".formatted(text, min, max));
    }
    return value;
  }

  private static IllegalArgumentException wrong(String item, String why) {
    return new IllegalArgumentException("fault '%s' is not understood: %s".formatted(item, why));
  }
}
