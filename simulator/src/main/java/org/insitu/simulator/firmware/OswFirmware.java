package org.insitu.simulator.firmware;

import org.insitu.driver.device.DeviceException;
import org.insitu.mesh.processor.Direction;

/** A Thorlabs OSW switch. It keeps its place unpowered. */
public final class OswFirmware extends TextFirmware {
  private final EmulatedChip chip;
  private final int forward;

  /**
   * Creates one.
   *
   * @param forward position that sends light in from the left, 1 or 2
   */
  public OswFirmware(EmulatedChip chip, int forward) {
    this.chip = chip;
    this.forward = forward;
  }

  @Override
  public String kind() {
    return "switch";
  }

  @Override
  void line(String text, Replies replies) throws DeviceException {
    switch (text) {
      case "S 1" -> move(1);
      case "S 2" -> move(2);
      case "S?" ->
          send(
              replies,
              Integer.toString(chip.direction() == Direction.FORWARD ? forward : 3 - forward));
      case "T?" -> send(replies, "3");
      case "I?" -> send(replies, "OSW22-1310E, emulated, 1.0");
      default -> send(replies, "Command error");
    }
  }

  private void move(int position) throws DeviceException {
    chip.setDirection(position == forward ? Direction.FORWARD : Direction.BACKWARD);
  }

  @Override
  void powerUp() {
    // Latching: nothing moves.
  }
}
