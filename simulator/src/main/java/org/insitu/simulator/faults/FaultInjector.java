package org.insitu.simulator.faults;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Decides, request by request, which faults happen, and counts them. */
public final class FaultInjector {
  private final FaultPlan plan;
  private final SplittableRandom random;
  private final Map<FaultKind, AtomicLong> counts = new EnumMap<>(FaultKind.class);
  private long requests;

  /**
   * A fault that is to happen now.
   *
   * @param kind what
   * @param argument see {@link FaultKind}
   * @param onRequest whether it hits the request; otherwise its reply
   */
  public record Due(FaultKind kind, double argument, boolean onRequest) {}

  /**
   * Creates one.
   *
   * @param stream tells instruments apart that share a plan
   */
  public FaultInjector(FaultPlan plan, long stream) {
    this.plan = plan;
    random = new SplittableRandom(plan.seed() * 0x9e3779b97f4a7c15L + stream);
    for (FaultKind kind : FaultKind.values()) {
      counts.put(kind, new AtomicLong());
    }
  }

  /** Returns the faults of the next request. */
  public List<Due> next() {
    requests++;
    List<Due> due = new ArrayList<>(2);
    for (FaultPlan.Rate rate : plan.rates()) {
      if (random.nextDouble() < rate.rate()) {
        due.add(count(rate.kind(), rate.argument()));
      }
    }
    for (FaultPlan.Scripted scripted : plan.script()) {
      if (scripted.request() == requests) {
        due.add(count(scripted.kind(), scripted.argument()));
      }
    }
    return due;
  }

  private Due count(FaultKind kind, double argument) {
    counts.get(kind).incrementAndGet();
    return new Due(kind, argument, random.nextBoolean());
  }

  /** Flips one bit of a frame. Modified in place. */
  public void garble(byte[] frame) {
    if (frame.length > 0) {
      int bit = random.nextInt(8 * frame.length);
      frame[bit / 8] ^= (byte) (1 << (bit % 8));
    }
  }

  /** Returns a place to cut a frame of some length, inside it if it has an inside. */
  public int cut(int length) {
    return length < 2 ? length : 1 + random.nextInt(length - 1);
  }

  /** Returns how often each kind has happened; safe to call from any thread. */
  public Map<FaultKind, Long> counts() {
    Map<FaultKind, Long> all = new EnumMap<>(FaultKind.class);
    counts.forEach((kind, count) -> all.put(kind, count.get()));
    return all;
  }
}
