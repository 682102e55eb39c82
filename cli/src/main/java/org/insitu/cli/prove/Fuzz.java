package org.insitu.cli.prove;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.instrument.Hp816xLaser;
import org.insitu.driver.link.LineClient;
import org.insitu.driver.link.LinkAddress;
import org.insitu.driver.link.MemoryLink;
import org.insitu.driver.link.WireTrace;
import org.insitu.driver.protocol.BoardCapabilities;
import org.insitu.driver.protocol.BoardFrame;
import org.insitu.driver.protocol.Numbers;
import org.insitu.driver.protocol.QontrolError;
import org.insitu.driver.protocol.QontrolFrame;
import org.insitu.driver.yaml.YamlFileException;
import org.insitu.driver.yaml.YamlNode;
import org.insitu.simulator.bench.VirtualBenches;
import org.insitu.simulator.faults.FaultPlan;
import org.insitu.simulator.firmware.BoardFirmware;
import org.insitu.simulator.firmware.EmulatedChip;
import org.insitu.simulator.firmware.Firmware;
import org.insitu.simulator.firmware.LaserFirmware;
import org.insitu.simulator.firmware.OswFirmware;
import org.insitu.simulator.firmware.QontrolFirmware;

/** Lines for everything that reads lines from a wire or from a user. */
final class Fuzz {
  /** Parsers that get every line. */
  static final int PARSERS = 9;

  /** Every so many lines, the emulated firmware and the reader of YAML get one, too. */
  static final int OTHERS_EVERY = 20;

  private static final int MAX_ESCAPED = 20;
  private static final int MAX_LENGTH = 120;

  private static final List<String> VALID =
      List.of(
          "#18 VOLT:VEC 0,1.2500,0.0000,3.7512,12.0000*E665",
          "#18 0*F186",
          "#20 -222 \"Channel out of range;70\"*F0F1",
          "!0 OVC 12,24.31*0261",
          "#7 STEP:LIST 5,1.5,7,0.25;30000;0,6*21A9",
          "#7 0 1.5E-6,2.25E-6,0.0,-1.0E-9,3.0E-6,4.0E-7*2DAF",
          "STEP:LIST ;30000;0,6",
          "MEAS:TAP:VEC? 0,8",
          "VOLT:LIST 5,1,7,2",
          "OUTP 1",
          "SENS:DARK",
          "DAC=64,TAP=114,VMAX=12.0,IMAX=0.024,LINE=512,VALS=32,DEPTH=1,DIGITS=6,SWITCH=1",
          "Q8iv-0001: 0",
          "+8.2702 V",
          "-0.0039 mA",
          "E01:06",
          "V3=1.5000",
          "VVEC0=1.0000,2.0000,0.0000,0.0000,0.0000,0.0000,0.0000,0.0000",
          "VALL?",
          "VIPALL?",
          "nupall?",
          "sour0:pow 1.0mW",
          "sour0:wav 1550.000NM",
          "++addr 20",
          "++read eoi",
          "S 1",
          "I?",
          "serial:/dev/ttyUSB0?baud=115200&flow=rtscts",
          "tcp:[::1]:5025",
          "drop=0.01,delay=0.002:50,reboot@120,stuck:7,seed=3",
          "heaters: {kind: qontrol, link: \"serial:COM7\"}");

  private static final List<byte[]> BINARY =
      List.of(
          new byte[] {(byte) 0x81, 0, 0, 0, 2, 0x1f, (byte) 0xff},
          new byte[] {(byte) 0xa9, 1, 0, 0, 0, 0, 0},
          new byte[] {(byte) 0x82, 0, 0, 0, 0, 0, 2, 0x0a, (byte) 0xaa, 0x0a, (byte) 0xaa});

  /**
   * What came out.
   *
   * @param lines lines fed to every reader
   * @param accepted lines that a parser took for valid
   * @param escaped exceptions that nothing declares, with their line
   * @param keptBytes growth of memory in use
   */
  record Result(long lines, long accepted, List<String> escaped, long keptBytes) {}

  private interface Reader {
    /** Returns whether the line is valid. */
    boolean read(String line) throws DeviceException;
  }

  private final SplittableRandom random;
  private final List<String> escaped = new ArrayList<>();
  private long accepted;

  Fuzz(long seed) {
    random = new SplittableRandom(seed);
  }

  Result run(long lines) throws DeviceException {
    List<Reader> readers = new ArrayList<>();
    readers.add(Fuzz::fromHost);
    readers.add(Fuzz::fromBoard);
    readers.add(Fuzz::capabilities);
    readers.add(line -> QontrolError.parse(line).isPresent());
    readers.add(line -> QontrolFrame.parseValue(QontrolFrame.Quantity.V, line).isPresent());
    readers.add(line -> Numbers.parse(line).isPresent());
    readers.add(Fuzz::address);
    readers.add(Fuzz::faults);
    try (EmulatedChip chip = new EmulatedChip(VirtualBenches.open("sim:ideal", 1), FaultPlan.NONE);
        LineWire wire = new LineWire()) {
      readers.add(wire);
      BoardCapabilities board = new BoardCapabilities(64, 114, 12, 0.024, 4096, 256, 17, true);
      List<Firmware> firmware =
          List.of(
              new BoardFirmware(chip, board, "F1"),
              new QontrolFirmware(chip, QontrolFirmware.Type.Q8IV, 8),
              new LaserFirmware(chip, new Hp816xLaser.Setup(true, 20, 0, 1550e-9), 0, 0.02),
              new OswFirmware(chip, 1));
      List<Reader> others = new ArrayList<>(List.of(Fuzz::yaml));
      firmware.forEach(one -> others.add(line -> served(one, line)));
      long before = used();
      for (long i = 0; i < lines; i++) {
        String line = line();
        for (Reader reader : readers) {
          feed(reader, line);
        }
        if (i % OTHERS_EVERY == 0) {
          for (Reader other : others) {
            feed(other, line);
          }
        }
      }
      return new Result(lines, accepted, List.copyOf(escaped), used() - before);
    }
  }

  private void feed(Reader reader, String line) throws DeviceException {
    try {
      accepted += reader.read(line) ? 1 : 0;
    } catch (RuntimeException | StackOverflowError undeclared) {
      if (escaped.size() < MAX_ESCAPED) {
        byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
        escaped.add(undeclared + " from '" + WireTrace.printable(bytes, bytes.length) + "'");
      }
    }
  }

  private static long used() {
    Runtime.getRuntime().gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private String line() {
    int kind = random.nextInt(8);
    if (kind == 0) {
      byte[] bytes = new byte[random.nextInt(MAX_LENGTH)];
      random.nextBytes(bytes);
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
    if (kind == 1) {
      byte[] frame = BINARY.get(random.nextInt(BINARY.size())).clone();
      frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
      return new String(frame, StandardCharsets.ISO_8859_1);
    }
    StringBuilder line = new StringBuilder(VALID.get(random.nextInt(VALID.size())));
    if (kind == 2) {
      line.setLength(random.nextInt(line.length() + 1));
    } else if (kind == 3) {
      String other = VALID.get(random.nextInt(VALID.size()));
      line.insert(random.nextInt(line.length() + 1), other, 0, random.nextInt(other.length() + 1));
    } else if (kind == 4) {
      // A checksum that fits: what is inside must be read, too.
      String body = line.toString().replaceFirst("^#\\d+ ", "").replaceFirst("\\*....$", "");
      flip(line.replace(0, line.length(), body));
      return BoardFrame.request(random.nextInt(BoardFrame.SEQUENCES), line.toString());
    } else {
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        flip(line);
      }
    }
    return line.toString();
  }

  private void flip(StringBuilder line) {
    if (line.length() > 0) {
      int at = random.nextInt(line.length());
      line.setCharAt(at, (char) (line.charAt(at) ^ (1 << random.nextInt(8))));
    }
  }

  private static boolean fromHost(String line) {
    try {
      return BoardFrame.parseRequest(line).sequence().isPresent();
    } catch (BoardFrame.FrameException declared) {
      return false;
    }
  }

  private static boolean fromBoard(String line) {
    try {
      return BoardFrame.parseFromBoard(line) != null;
    } catch (BoardFrame.FrameException declared) {
      return false;
    }
  }

  private static boolean capabilities(String line) {
    try {
      return BoardCapabilities.parse(line).maxLine() > 0;
    } catch (DeviceException.BadFrame declared) {
      return false;
    }
  }

  private static boolean address(String line) {
    try {
      return LinkAddress.parse(line) != null;
    } catch (IllegalArgumentException declared) {
      return false;
    }
  }

  private static boolean faults(String line) {
    try {
      return !FaultPlan.parse(line).equals(FaultPlan.NONE);
    } catch (IllegalArgumentException declared) {
      return false;
    }
  }

  private static boolean yaml(String line) {
    try {
      return !YamlNode.parse("line", line).fields().isEmpty();
    } catch (YamlFileException declared) {
      return false;
    }
  }

  private static boolean served(Firmware firmware, String line) {
    boolean[] answered = new boolean[1];
    firmware.receive(
        (line + "\n").getBytes(StandardCharsets.ISO_8859_1), reply -> answered[0] = true);
    return answered[0];
  }

  /** The client that cuts bytes into lines. */
  private static final class LineWire implements Reader, AutoCloseable {
    private final MemoryLink.Ends ends = MemoryLink.pair("fuzz", new WireTrace());
    private final LineClient client = new LineClient(ends.host(), 100);

    @Override
    public boolean read(String line) throws DeviceException {
      ends.device().send(line.getBytes(StandardCharsets.ISO_8859_1));
      boolean any = false;
      try {
        while (client.readLine(System.nanoTime()).isPresent()) {
          any = true;
        }
      } catch (DeviceException.BadFrame declared) {
        return any;
      }
      return any;
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
