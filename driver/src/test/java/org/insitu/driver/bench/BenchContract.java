package org.insitu.driver.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.insitu.driver.device.DeviceException;
import org.insitu.driver.device.SafetyLimitException;
import org.insitu.mesh.chip.Heater;
import org.insitu.mesh.chip.HeaterKind;
import org.insitu.mesh.chip.HeaterRole;
import org.insitu.mesh.processor.Direction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every bench does, virtual or real. A subclass opens one with a chip on it. */
public abstract class BenchContract {
  /** Within the range of every laser. */
  private static final double LASER_W = 1e-3;

  /** Noise of a frame, with room: light that moved by a tenth was moved, not misread. */
  private static final double MOVED = 0.1;

  private Bench bench;

  /** Opens a bench anew, in the safe state. */
  protected abstract Bench open() throws DeviceException;

  @BeforeEach
  void openBench() throws DeviceException {
    bench = open();
  }

  @AfterEach
  void closeBench() throws DeviceException {
    bench.close();
  }

  private int channel(int heater) {
    return bench.layout().heaters().get(heater).channel();
  }

  private int firstGeneratorTheta() {
    return bench.layout().heaters(HeaterRole.GENERATOR, HeaterKind.THETA)[0];
  }

  private Duration settling() {
    return bench.layout().limits().settling();
  }

  private void set(int heater, double voltageV) throws DeviceException {
    bench.setVoltages(new int[] {channel(heater)}, new double[] {voltageV});
  }

  private double[] column(int column) throws DeviceException {
    bench.settle(settling());
    return bench.readTaps(new int[] {column}, 4).powerW()[0];
  }

  @Test
  void opensInTheDarkWithNothingDone() throws DeviceException {
    assertEquals(0, bench.counters().heaterWrites());
    assertEquals(0, bench.counters().directionSwitches());
    assertEquals(Direction.FORWARD, bench.direction());
    for (double power : column(0)) {
      assertEquals(0, power, MOVED * LASER_W);
    }
  }

  @Test
  void identityIsStable() throws DeviceException {
    assertFalse(bench.name().isBlank());
    String id = bench.chipId();
    assertFalse(id.isBlank());
    bench.close();
    bench = open();
    assertEquals(id, bench.chipId());
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void lightEntersAtTheEntryRowOfEitherSide(Direction direction) throws DeviceException {
    bench.setLaserPower(LASER_W);
    bench.setDirection(direction);
    assertEquals(direction, bench.direction());
    double[] power = column(direction == Direction.FORWARD ? 0 : bench.layout().columns() - 1);
    int entry = bench.layout().entryRow();
    for (int row = 0; row < power.length; row++) {
      boolean lit = power[row] > power[entry] / 2;
      assertEquals(row == entry, lit, "row " + row + " of " + Arrays.toString(power));
    }
  }

  @Test
  void frameHoldsTheColumnsAskedForInTheirOrder() throws DeviceException {
    bench.setLaserPower(LASER_W);
    int[] columns = {bench.layout().columns() - 1, 0, 1};
    TapFrame frame = bench.readTaps(columns, 2);
    assertArrayEquals(columns, frame.columns());
    assertEquals(3, frame.powerW().length);
    for (double[] column : frame.powerW()) {
      assertEquals(bench.layout().rows(), column.length);
    }
    assertTrue(frame.powerW()[1][bench.layout().entryRow()] > LASER_W * MOVED);
  }

  @Test
  void heaterSteersLight() throws DeviceException {
    bench.setLaserPower(LASER_W);
    int theta = firstGeneratorTheta();
    Heater heater = bench.layout().heaters().get(theta);
    double min = bench.layout().limits().sweepMinVoltageV();
    double max = bench.layout().limits().maxVoltageV();
    double least = 1;
    double most = 0;
    for (int i = 0; i <= 40; i++) {
      set(theta, Math.sqrt(min * min + (max * max - min * min) * i / 40));
      double[] power = column(heater.column() + 1);
      double share = power[heater.mziTopRow()] / Arrays.stream(power).sum();
      least = Math.min(least, share);
      most = Math.max(most, share);
    }
    assertTrue(least < MOVED && most > 1 - MOVED, least + ".." + most);
  }

  @Test
  void setSettleReadIsTheThreeInOne() throws DeviceException {
    bench.setLaserPower(LASER_W);
    int theta = firstGeneratorTheta();
    int column = bench.layout().heaters().get(theta).column() + 1;
    int[] channels = {channel(theta)};
    double[] voltage = {3.0};
    double[] together =
        bench.setSettleRead(channels, voltage, settling(), new int[] {column}, 4).powerW()[0];
    double[] apart = column(column);
    assertEquals(1, bench.counters().heaterWrites());
    for (int row = 0; row < apart.length; row++) {
      assertEquals(apart[row], together[row], MOVED * LASER_W, "row " + row);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.001, Double.NaN, Double.POSITIVE_INFINITY, 1e3})
  void batchWithOneVoltageOverTheLimitChangesNothing(double bad) throws DeviceException {
    bench.setLaserPower(LASER_W);
    int theta = firstGeneratorTheta();
    int other = bench.layout().heaters(HeaterRole.MESH, HeaterKind.THETA)[0];
    int column = bench.layout().heaters().get(theta).column() + 1;
    set(theta, 2.0);
    double[] before = column(column);
    long writes = bench.counters().heaterWrites();
    String message =
        assertThrows(
                SafetyLimitException.class,
                () ->
                    bench.setVoltages(
                        new int[] {channel(theta), channel(other)}, new double[] {4.0, bad}))
            .getMessage();
    String name = bench.layout().heaters().get(other).name();
    String limit = String.valueOf(bench.layout().limits().maxVoltageV());
    assertTrue(message.contains(name) && message.contains(limit), message);
    assertTrue(message.contains(String.valueOf(bad)), message);
    assertEquals(writes, bench.counters().heaterWrites());
    double[] after = column(column);
    for (int row = 0; row < after.length; row++) {
      assertEquals(before[row], after[row], MOVED * LASER_W, "row " + row);
    }
  }

  @Test
  void unknownChannelAndDoubleChannelAreRefused() {
    int known = channel(0);
    int unknown = Arrays.stream(bench.layout().channels()).max().orElseThrow() + 1;
    assertThrows(
        IllegalArgumentException.class,
        () -> bench.setVoltages(new int[] {known, unknown}, new double[] {1, 1}));
    assertThrows(
        IllegalArgumentException.class,
        () -> bench.setVoltages(new int[] {known, known}, new double[] {1, 1}));
    assertThrows(
        IllegalArgumentException.class,
        () -> bench.setVoltages(new int[] {known}, new double[] {1, 1}));
    assertEquals(0, bench.counters().heaterWrites());
  }

  @Test
  void impossibleReadsAreRefused() {
    int[] beyond = {bench.layout().columns()};
    assertThrows(IllegalArgumentException.class, () -> bench.readTaps(beyond, 1));
    assertThrows(IllegalArgumentException.class, () -> bench.readTaps(new int[] {-1}, 1));
    assertThrows(IllegalArgumentException.class, () -> bench.readTaps(new int[] {}, 1));
    assertThrows(IllegalArgumentException.class, () -> bench.readTaps(new int[] {0}, 0));
    assertThrows(IllegalArgumentException.class, () -> bench.settle(Duration.ofNanos(-1)));
  }

  @Test
  void wavelengthsAreTakenInTheRangeThatTheLaserTellsAndRefusedOutsideIt() throws DeviceException {
    LaserTuning first = bench.tuning().orElseThrow();
    bench.setLaserPower(LASER_W);
    double before = column(0)[bench.layout().entryRow()];
    bench.setWavelength(first.maxM());
    assertTrue(bench.tuning().orElseThrow().at(first.maxM()));
    for (double wrong : new double[] {first.minM() - 1e-10, first.maxM() + 1e-10, 0, Double.NaN}) {
      assertThrows(SafetyLimitException.class, () -> bench.setWavelength(wrong));
    }
    assertTrue(bench.tuning().orElseThrow().at(first.maxM()));
    assertEquals(before, column(0)[bench.layout().entryRow()], MOVED * before, "power stays");
    assertTrue(bench.maxLaserPowerW() >= LASER_W);
  }

  @Test
  void impossibleLaserPowersAreRefused() {
    assertThrows(SafetyLimitException.class, () -> bench.setLaserPower(1));
    assertThrows(SafetyLimitException.class, () -> bench.setLaserPower(-1e-3));
    assertThrows(SafetyLimitException.class, () -> bench.setLaserPower(Double.NaN));
  }

  @Test
  void countersCountWhatWasDone() throws DeviceException {
    bench.setVoltages(new int[] {channel(0), channel(1)}, new double[] {1, 2});
    bench.setDirection(Direction.FORWARD);
    bench.setDirection(Direction.BACKWARD);
    bench.setDirection(Direction.BACKWARD);
    bench.readTaps(new int[] {0, 1, 2}, 5);
    bench.settle(Duration.ofMillis(20));
    BenchCounters counters = bench.counters();
    assertEquals(2, counters.heaterWrites());
    assertEquals(1, counters.directionSwitches());
    assertEquals(5, counters.frames());
    assertEquals(15L * bench.layout().rows(), counters.tapReads());
    assertTrue(counters.chipTime().compareTo(Duration.ofMillis(20)) >= 0, counters.toString());
  }

  @Test
  void safeStateDarkensFromAnyThread() throws Exception {
    bench.setLaserPower(LASER_W);
    set(firstGeneratorTheta(), 3.0);
    Throwable[] failure = new Throwable[1];
    Thread other =
        new Thread(
            () -> {
              try {
                bench.safeState();
              } catch (DeviceException e) {
                failure[0] = e;
              }
            });
    other.start();
    other.join();
    assertEquals(null, failure[0]);
    int[] all = IntStream.range(0, bench.layout().columns()).toArray();
    for (double[] column : bench.readTaps(all, 1).powerW()) {
      for (double power : column) {
        assertEquals(0, power, MOVED * LASER_W);
      }
    }
  }

  @Test
  void closedBenchDoesNothingMore() throws DeviceException {
    bench.close();
    bench.close();
    assertThrows(
        IllegalStateException.class,
        () -> bench.setVoltages(new int[] {channel(0)}, new double[] {1}));
    assertThrows(IllegalStateException.class, () -> bench.readTaps(new int[] {0}, 1));
    assertThrows(IllegalStateException.class, () -> bench.setLaserPower(LASER_W));
    assertThrows(IllegalStateException.class, () -> bench.setDirection(Direction.BACKWARD));
    assertEquals(0, bench.counters().heaterWrites());
  }
}
