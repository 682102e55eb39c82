package org.insitu.driver.link;

import org.insitu.driver.device.DeviceException;

/**
 * A stream of bytes to and from one instrument.
 *
 * <p>Deadlines are the link's own and exact to the scheduler, whatever a library underneath rounds
 * to. A link that was lost stays lost; a new one has to be opened.
 */
public interface Link extends AutoCloseable {
  /** Returns the address for the user, such as {@code serial:/dev/ttyUSB0?baud=115200}. */
  String name();

  /**
   * Sends all bytes, or fails. Bytes that were sent may still be on their way on return.
   *
   * @param bytes what to send. Not modified.
   * @throws DeviceException.LinkLost if the link is closed or gone
   * @throws DeviceException.Timeout if the other end does not take the bytes
   */
  void send(byte[] bytes) throws DeviceException;

  /**
   * Receives what has arrived, waiting for the first byte until the deadline.
   *
   * @param into filled from index 0. Modified.
   * @param deadlineNanos deadline on the clock of {@link System#nanoTime}
   * @return the number of bytes, 0 if the deadline passed
   * @throws DeviceException.LinkLost if the link is closed or gone, once all bytes that had arrived
   *     have been received
   */
  int receive(byte[] into, long deadlineNanos) throws DeviceException;

  /** Returns the record of what went over the wire. */
  WireTrace trace();

  /** Releases the link. Closing twice is harmless; a thread that waits in receive is woken. */
  @Override
  void close();
}
