package org.insitu.simulator.firmware;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.insitu.driver.device.DeviceException;

/** An instrument that takes lines of text and has nothing to do by itself. */
abstract class TextFirmware implements Firmware {
  private static final int MAX_LINE = 512;
  private static final long NEVER = Duration.ofHours(1).toNanos();

  private final StringBuilder line = new StringBuilder();

  /** Takes a line that is not empty. */
  abstract void line(String text, Replies replies) throws DeviceException;

  /** Goes to the state after power-up. */
  abstract void powerUp() throws DeviceException;

  @Override
  public final void receive(byte[] bytes, Replies replies) {
    for (byte b : bytes) {
      if (b != '\n' && b != '\r') {
        if (line.length() < MAX_LINE) {
          line.append((char) (b & 0xff));
        }
        continue;
      }
      String text = line.toString().strip();
      line.setLength(0);
      if (!text.isEmpty()) {
        try {
          line(text, replies);
        } catch (DeviceException e) {
          throw new IllegalStateException("the emulated chip failed", e);
        }
      }
    }
  }

  static void send(Replies replies, String text) {
    replies.send((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public final long tick(long nowNanos, Replies replies) {
    return NEVER;
  }

  @Override
  public final void reboot(Replies replies) {
    line.setLength(0);
    try {
      powerUp();
    } catch (DeviceException e) {
      throw new IllegalStateException("the emulated chip failed", e);
    }
  }

  @Override
  public final void overrun(Replies replies) {
    line.setLength(0);
  }
}
