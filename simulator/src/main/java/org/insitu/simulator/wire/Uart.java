package org.insitu.simulator.wire;

import java.io.ByteArrayOutputStream;

/**
 * What a serial receiver makes of bytes that were sent at another baud rate.
 *
 * <p>A byte is a start bit 0, eight data bits from the lowest, and a stop bit 1; between bytes the
 * line is 1. The receiver waits for a falling edge and looks at the middle of every bit by its own
 * clock.
 */
public final class Uart {
  private static final int FRAME_BITS = 10;

  private Uart() {}

  /**
   * What was heard.
   *
   * @param bytes the bytes, those without a stop bit included, as Linux hands them on
   * @param framingErrors how many had no stop bit
   */
  public record Heard(byte[] bytes, int framingErrors) {}

  /**
   * Receives bytes that follow each other without a pause.
   *
   * @param sent what was sent. Not modified
   * @param senderBaud bits per second of the sender
   * @param receiverBaud bits per second of the receiver
   */
  public static Heard hear(byte[] sent, int senderBaud, int receiverBaud) {
    if (senderBaud == receiverBaud) {
      return new Heard(sent.clone(), 0);
    }
    ByteArrayOutputStream heard = new ByteArrayOutputStream(sent.length);
    int framingErrors = 0;
    // Time is counted in bits of the sender.
    double bit = (double) senderBaud / receiverBaud;
    double end = FRAME_BITS * (double) sent.length;
    double time = 0;
    while (time < end) {
      if (level(sent, time)) {
        // Edges are between whole bits.
        time = Math.floor(time) + 1;
        continue;
      }
      if (level(sent, time + bit / 2)) {
        // Too short for a start bit.
        time += bit / 2;
        continue;
      }
      int value = 0;
      for (int i = 0; i < 8; i++) {
        value |= level(sent, time + (1.5 + i) * bit) ? 1 << i : 0;
      }
      heard.write(value);
      time += 9.5 * bit;
      if (!level(sent, time)) {
        framingErrors++;
        // The receiver waits for the line to return to 1 before it looks for an edge.
        while (time < end && !level(sent, time)) {
          time = Math.floor(time) + 1;
        }
      }
    }
    return new Heard(heard.toByteArray(), framingErrors);
  }

  private static boolean level(byte[] sent, double time) {
    int bit = (int) time;
    if (bit >= FRAME_BITS * sent.length) {
      return true;
    }
    int inFrame = bit % FRAME_BITS;
    return inFrame == FRAME_BITS - 1
        || (inFrame > 0 && (sent[bit / FRAME_BITS] >> (inFrame - 1) & 1) != 0);
  }
}
