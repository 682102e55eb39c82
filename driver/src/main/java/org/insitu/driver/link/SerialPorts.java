package org.insitu.driver.link;

import com.fazecast.jSerialComm.SerialPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.insitu.driver.device.DeviceException;

/** The serial ports of this computer. */
public final class SerialPorts {
  private static final Path BY_ID = Path.of("/dev/serial/by-id");
  private static final Path USB_SERIAL = Path.of("/sys/bus/usb-serial/devices");

  private SerialPorts() {}

  /**
   * One port.
   *
   * @param path where it is
   * @param description what the system says it is
   * @param byId its names that do not change when it is plugged in elsewhere
   * @param latencyTimerMillis the adapter's latency timer; above 1 it slows every exchange down
   */
  public record Found(
      String path, String description, List<String> byId, OptionalInt latencyTimerMillis) {}

  /** Lists the ports. Pseudo terminals are not among them, though they can be opened. */
  public static List<Found> list() throws DeviceException {
    NativeLibrary.prepare();
    List<Found> found = new ArrayList<>();
    for (SerialPort port : SerialPort.getCommPorts()) {
      String path = port.getSystemPortPath();
      found.add(
          new Found(path, port.getPortDescription(), byId(BY_ID, path), latency(USB_SERIAL, path)));
    }
    return found;
  }

  /** Returns the links in a folder that lead to a port. */
  static List<String> byId(Path folder, String path) {
    List<String> names = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> links = Files.list(folder)) {
        for (Path link : links.sorted().toList()) {
          if (link.toRealPath().equals(Path.of(path).toRealPath())) {
            names.add(link.toString());
          }
        }
      } catch (IOException e) {
        // Unplugged while listing: its names are of no use any more.
        return List.of();
      }
    }
    return names;
  }

  /** Returns the latency timer that the kernel reports for an FTDI adapter. */
  static OptionalInt latency(Path devices, String path) {
    Path timer = devices.resolve(Path.of(path).getFileName()).resolve("latency_timer");
    try {
      return Files.exists(timer)
          ? OptionalInt.of(Integer.parseInt(Files.readString(timer).strip()))
          : OptionalInt.empty();
    } catch (IOException | NumberFormatException e) {
      // Only shown to the user; a port without a timer reads the same.
      return OptionalInt.empty();
    }
  }
}
