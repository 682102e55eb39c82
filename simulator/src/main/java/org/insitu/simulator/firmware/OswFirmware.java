package org.insitu.simulator.firmware;

import org.insitu.driver.device.DeviceException;
import org.insitu.mesh.processor.Direction;

/** A Thorlabs OSW switch; position 1 sends light in from the left. It keeps its place unpowered. */
public final class OswFirmware extends TextFirmware {
  private final EmulatedChip chip;

  /** Creates one. */
  public OswFirmware(EmulatedChip chip) {
    this.chip = chip;
  }

  @Override
  public String kind() {
    return "switch";
  }

  @Override
  void line(String text, Replies replies) throws DeviceException {
    switch (text) {
      case "S 1" -> chip.setDirection(Direction.FORWARD);
      case "S 2" -> chip.setDirection(Direction.BACKWARD);
      case "S?" -> send(replies, chip.direction() == Direction.FORWARD ? "1" : "2");
      case "T?" -> send(replies, "3");
      case "I?" -> send(replies, "OSW22-1310E, emulated, 1.0");
      default -> send(replies, "Command error");
    }
  }

  @Override
  void powerUp() {
    // Latching: nothing moves.
  }
}
