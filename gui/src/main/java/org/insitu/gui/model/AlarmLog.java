package org.insitu.gui.model;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Everything that was worth telling, in order, nothing dropped. Any thread may add and read. */
public final class AlarmLog {
  private final Clock clock;
  private final List<Alarm> alarms = new ArrayList<>();

  /** Creates an empty log that takes its times from a clock. */
  public AlarmLog(Clock clock) {
    this.clock = clock;
  }

  /** Returns the time of its clock. */
  Instant now() {
    return clock.instant();
  }

  /** Adds an entry. */
  public synchronized void add(Alarm.Severity severity, String text) {
    alarms.add(new Alarm(alarms.size() + 1L, clock.instant(), severity, text));
  }

  /** Returns the entries after the first {@code seen} ones, in order. */
  public synchronized List<Alarm> after(int seen) {
    return List.copyOf(alarms.subList(Math.min(seen, alarms.size()), alarms.size()));
  }

  /** Returns how many there are. */
  public synchronized int size() {
    return alarms.size();
  }
}
