package org.insitu.simulator.firmware;

/** What an instrument's processor does with the bytes it gets. */
public interface Firmware {
  /** Where replies go. */
  interface Replies {
    /** Sends one reply, its line end included. */
    void send(byte[] frame);
  }

  /** Returns the kind of instrument, for messages. */
  String kind();

  /**
   * Takes bytes as they arrive, and answers what they complete.
   *
   * @param bytes what arrived; Not modified
   */
  void receive(byte[] bytes, Replies replies);

  /**
   * Does what is due without a request, such as a watchdog.
   *
   * @param nowNanos now, on the clock of {@link System#nanoTime}
   * @return when to be called again at the latest, in nanoseconds from now
   */
  long tick(long nowNanos, Replies replies);

  /** Loses power and starts again: outputs at 0 V, all settings lost. */
  void reboot(Replies replies);

  /** Notices that characters were missed, as a receiver that is overrun or loses its framing. */
  void overrun(Replies replies);
}
