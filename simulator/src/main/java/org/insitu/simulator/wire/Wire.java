package org.insitu.simulator.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.insitu.driver.link.Link;

/** Where hosts connect to an emulated instrument. One host at a time. */
public interface Wire extends AutoCloseable {
  /** Returns the address a bench file would name, such as {@code tcp:127.0.0.1:40123}. */
  String address();

  /**
   * Waits for a host, or returns at once where a host cannot be noticed, as on a serial port.
   *
   * @param wait how long at most
   * @return the instrument's end of the connection, which the caller closes; empty if none came
   * @throws IOException if the wire is closed or broken
   */
  Optional<Link> accept(Duration wait) throws IOException;

  /** Returns the baud rate of the instrument's end; 0 where the wire has none. */
  default int baud() {
    return 0;
  }

  /** Returns the baud rate that the host has set now; 0 if it is not known or does not matter. */
  default int hostBaud() {
    return 0;
  }

  /** Releases the address and wakes a waiting accept. Closing twice is harmless. */
  @Override
  void close();
}
