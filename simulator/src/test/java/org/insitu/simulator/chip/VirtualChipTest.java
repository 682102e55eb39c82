package org.insitu.simulator.chip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.insitu.driver.layout.ChipLayoutReader;
import org.insitu.driver.yaml.YamlNode;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.processor.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualChipTest {
  private static final ChipLayout LAYOUT = ChipLayoutReader.preset("amf420");
  private static final int HEATERS = LAYOUT.heaters().size();
  private static final int[] ALL_HEATERS = IntStream.range(0, HEATERS).toArray();
  private static final int[] ALL_COLUMNS = IntStream.range(0, LAYOUT.columns()).toArray();
  private static final double LASER_W = 1e-3;

  /** Rounding of a dozen operations on numbers near 10. */
  private static final double EXACT = 1e-13;

  private static Imperfections ideal(String overrides) {
    return Level.IDEAL.imperfections().with(YamlNode.parse("test", "{" + overrides + "}"));
  }

  private static VirtualChip chip(Imperfections imperfections, long seed) {
    VirtualChip chip = new VirtualChip(LAYOUT, imperfections, seed);
    chip.setLaserPower(LASER_W);
    return chip;
  }

  private static void setAll(VirtualChip chip, double voltageV) {
    double[] all = new double[HEATERS];
    Arrays.fill(all, voltageV);
    chip.setVoltages(ALL_HEATERS, all);
  }

  private static double[][] read(VirtualChip chip, int frames, int... columns) {
    double[][] power = new double[columns.length][LAYOUT.rows()];
    chip.readTaps(columns, frames, power);
    return power;
  }

  @ParameterizedTest(name = "seed={0}")
  @ValueSource(longs = {1, 2, 3})
  void idealChipConservesPowerInEveryColumn(long seed) {
    VirtualChip chip = chip(Level.IDEAL.imperfections(), seed);
    setAll(chip, 3.1);
    for (Direction direction : Direction.values()) {
      chip.setDirection(direction);
      for (double[] column : read(chip, 1, ALL_COLUMNS)) {
        assertEquals(LASER_W, Arrays.stream(column).sum(), EXACT * LASER_W, "seed " + seed);
      }
    }
  }

  @Test
  void idealReadingsDoNotDependOnWhatElseIsRead() {
    VirtualChip chip = chip(Level.IDEAL.imperfections(), 1);
    setAll(chip, 2.7);
    for (Direction direction : Direction.values()) {
      chip.setDirection(direction);
      double[][] all = read(chip, 3, ALL_COLUMNS);
      for (int column : new int[] {9, 2, 18, 0, 12}) {
        assertArrayEquals(all[column], read(chip, 3, column)[0], direction + " " + column);
      }
    }
  }

  @Test
  void backwardLightSeesTheTranspose() {
    VirtualChip chip =
        chip(
            Level.STATIC
                .imperfections()
                .with(
                    YamlNode.parse(
                        "t",
                        "{adcBits: 0, tapSpread: 0, couplerErrorRad: 0.1, lossImbalanceDb: 0.1}")),
            4);
    setAll(chip, 2.2);
    double forward = read(chip, 1, LAYOUT.columns() - 1)[0][0];
    chip.setDirection(Direction.BACKWARD);
    double backward = read(chip, 1, 0)[0][0];
    // The tap of column 0 lies inside the first section: backward light has not met its loss yet.
    double ahead = Math.pow(10, -VirtualChipTruth.errors(chip).lossDb()[0][0] / 10);
    assertTrue(forward > 1e-3 * LASER_W, "this setting must let light through: " + forward);
    assertEquals(forward, backward * ahead, 1e-12 * LASER_W);
  }

  @Test
  void voltagesTakeTheStepsOfTheConverter() {
    VirtualChip chip = chip(ideal("dacBits: 8"), 1);
    double step = 5.0 / 255;
    chip.setVoltages(new int[] {3}, new double[] {100.4 * step});
    assertEquals(100 * step, VirtualChipTruth.voltageV(chip, 3), EXACT);
    chip.setVoltages(new int[] {3}, new double[] {5});
    assertEquals(5, VirtualChipTruth.voltageV(chip, 3), EXACT);
    assertEquals(0, VirtualChipTruth.voltageV(chip, 2));
  }

  @Test
  void readingsTakeTheStepsOfTheConverterAndEndAtFullScale() {
    VirtualChip chip = chip(ideal("adcBits: 6, adcFullScaleW: 0.5e-3"), 1);
    setAll(chip, 2.9);
    double step = 0.5e-3 / 63;
    double most = 0;
    for (double[] column : read(chip, 1, ALL_COLUMNS)) {
      for (double power : column) {
        assertEquals(Math.rint(power / step), power / step, 1e-9);
        most = Math.max(most, power);
      }
    }
    assertEquals(0.5e-3, most, EXACT, "1 mW enters, so the first column is beyond full scale");
  }

  @Test
  void coldHeatersNeighboursAreWarmedByDistance() {
    VirtualChip chip = chip(ideal("crosstalk: 0.02, crosstalkLengthM: 200e-6"), 1);
    double[] before = VirtualChipTruth.phaseRad(chip);
    int hot = LAYOUT.heaterAt(9, 2).orElseThrow();
    chip.setVoltages(new int[] {hot}, new double[] {4});
    double[] after = VirtualChipTruth.phaseRad(chip);
    double drive = VirtualChipTruth.driveRad(chip, hot, 4);
    assertEquals(drive, after[hot] - before[hot], EXACT);
    double[] seen = new double[HEATERS];
    for (int i = 0; i < HEATERS; i++) {
      seen[i] = (after[i] - before[i]) / drive;
      assertTrue(seen[i] >= 0, "heater " + i);
    }
    // Two rows apart in the same column: 254 um; next column, same row: 312.5 um.
    int above = LAYOUT.heaterAt(9, 0).orElseThrow();
    int beside = LAYOUT.heaterAt(8, 2).orElseThrow();
    int far = LAYOUT.heaterAt(1, 1).orElseThrow();
    assertEquals(0.02 * Math.exp(-127e-6 / 200e-6), seen[above], 1e-9);
    assertEquals(0.02 * Math.exp(-185.5e-6 / 200e-6), seen[beside], 1e-9);
    assertTrue(seen[far] < 1e-6, "far away: " + seen[far]);
  }

  @Test
  void phasesSettleExponentially() {
    VirtualChip chip = chip(ideal("thermalTime: 4 ms, frameTime: 0 s"), 1);
    chip.advance(Duration.ofSeconds(1));
    double cold = VirtualChipTruth.phaseRad(chip)[0];
    double drive = VirtualChipTruth.driveRad(chip, 0, 3);
    chip.setVoltages(new int[] {0}, new double[] {3});
    assertEquals(cold, VirtualChipTruth.phaseRad(chip)[0], "no heat has flowed yet");
    for (int millis = 1; millis <= 300; millis++) {
      chip.advance(Duration.ofMillis(1));
      double expected = cold + drive * (1 - Math.exp(-millis / 4.0));
      assertEquals(expected, VirtualChipTruth.phaseRad(chip)[0], EXACT, millis + " ms");
    }
    assertEquals(cold + drive, VirtualChipTruth.phaseRad(chip)[0], "after 75 time constants");
  }

  @Test
  void settlingDoesNotDependOnHowTimeIsCut() {
    VirtualChip once = chip(ideal("thermalTime: 4 ms"), 1);
    VirtualChip often = chip(ideal("thermalTime: 4 ms"), 1);
    for (VirtualChip chip : new VirtualChip[] {once, often}) {
      chip.setVoltages(new int[] {0}, new double[] {3});
      chip.advance(Duration.ofMillis(2));
      chip.setVoltages(new int[] {0, 1}, new double[] {1, 4});
    }
    once.advance(Duration.ofMillis(10));
    for (int i = 0; i < 10; i++) {
      often.advance(Duration.ofMillis(1));
      VirtualChipTruth.phaseRad(often);
    }
    assertArrayEquals(VirtualChipTruth.phaseRad(once), VirtualChipTruth.phaseRad(often), EXACT);
  }

  @Test
  void readingTooEarlySeesUnsettledLight() {
    VirtualChip chip = chip(ideal("thermalTime: 4 ms, frameTime: 1 ms"), 2);
    int theta = LAYOUT.heaterAt(1, 1).orElseThrow();
    chip.setVoltages(new int[] {theta}, new double[] {3});
    double early = read(chip, 1, 2)[0][0];
    chip.advance(Duration.ofMillis(60));
    double settled = read(chip, 1, 2)[0][0];
    assertTrue(Math.abs(early - settled) > 0.1 * LASER_W, early + " and " + settled);
    chip.advance(Duration.ofMillis(60));
    // e^-15 of the drive phase of 5 rad.
    assertEquals(settled, read(chip, 1, 2)[0][0], 1e-5 * LASER_W);
  }

  @Test
  void timePassesWithFramesSwitchesAndWaiting() {
    VirtualChip chip = chip(Level.AMF420.imperfections(), 1);
    read(chip, 3, 0);
    assertEquals(Duration.ofNanos(3 * 9_400_000), chip.time());
    chip.setDirection(Direction.FORWARD);
    assertEquals(Duration.ofNanos(3 * 9_400_000), chip.time());
    chip.setDirection(Direction.BACKWARD);
    chip.advance(Duration.ofMillis(5));
    assertEquals(Duration.ofNanos(3 * 9_400_000 + 15_000_000), chip.time());
    assertThrows(IllegalArgumentException.class, () -> chip.advance(Duration.ofMillis(-1)));
  }

  @ParameterizedTest(name = "seed={0}")
  @ValueSource(longs = {1, 2, 3})
  void phasesWanderWithinBoundsAndSlowly(long seed) {
    VirtualChip chip = chip(ideal("phaseDriftRad: 0.02, phaseDriftTime: 100 s"), seed);
    double[] offset = VirtualChipTruth.offsetRad(chip);
    int steps = 2000;
    double square = 0;
    double product = 0;
    double[] last = VirtualChipTruth.phaseRad(chip);
    for (int step = 0; step < steps; step++) {
      chip.advance(Duration.ofSeconds(100));
      double[] now = VirtualChipTruth.phaseRad(chip);
      for (int i = 0; i < HEATERS; i++) {
        square += (now[i] - offset[i]) * (now[i] - offset[i]) / (steps * HEATERS);
        product += (now[i] - offset[i]) * (last[i] - offset[i]) / (steps * HEATERS);
      }
      last = now;
    }
    // 58,000 values, correlated over about two of them: standard error 0.6 %.
    assertEquals(0.02, Math.sqrt(square), 0.03 * 0.02, "seed " + seed);
    assertEquals(Math.exp(-1), product / square, 0.02, "seed " + seed);
    chip.advance(Duration.ofMillis(100));
    double[] soon = VirtualChipTruth.phaseRad(chip);
    assertArrayEquals(last, soon, 0.01, "seed " + seed);
  }

  @Test
  void laserWandersInAllTapsAlike() {
    VirtualChip chip = chip(ideal("laserDrift: 0.02, laserDriftTime: 10 s"), 1);
    int steps = 5000;
    double sum = 0;
    double square = 0;
    for (int step = 0; step < steps; step++) {
      chip.advance(Duration.ofSeconds(20));
      double[][] power = read(chip, 1, 0, 18);
      double total = Arrays.stream(power[1]).sum();
      assertEquals(power[0][0], total, EXACT * LASER_W);
      double relative = total / LASER_W - 1;
      sum += relative / steps;
      square += relative * relative / steps;
    }
    assertEquals(0, sum, 0.002);
    assertEquals(0.02, Math.sqrt(square), 0.002);
  }

  @Test
  void frameNoiseIsRelativeAndAverages() {
    VirtualChip chip = chip(ideal("frameNoise: 0.01"), 1);
    assertEquals(0.01, relativeNoise(chip, 1), 0.0007);
    assertEquals(0.001, relativeNoise(chip, 100), 0.00007);
  }

  private static double relativeNoise(VirtualChip chip, int frames) {
    int reads = 2000;
    double square = 0;
    for (int i = 0; i < reads; i++) {
      double relative = read(chip, frames, 0)[0][0] / LASER_W - 1;
      square += relative * relative / reads;
    }
    return Math.sqrt(square);
  }

  @Test
  void additiveNoiseIsAShareOfTheColumnInDarkRowsToo() {
    VirtualChip chip = chip(ideal("additiveNoise: 0.003"), 1);
    int reads = 4000;
    double square = 0;
    double least = 0;
    for (int i = 0; i < reads; i++) {
      double dark = read(chip, 1, 0)[0][5];
      square += dark * dark / reads;
      least = Math.min(least, dark);
    }
    assertEquals(0.003 * LASER_W, Math.sqrt(square), 0.0002 * LASER_W);
    assertTrue(least < 0, "noise of a dark tap goes both ways");
  }

  @Test
  void tapsAnswerDifferentlyButAlwaysAlike() {
    double sum = 0;
    double square = 0;
    int count = 0;
    for (long seed = 1; seed <= 20; seed++) {
      for (double[] column : VirtualChipTruth.responsivity(chip(ideal("tapSpread: 0.03"), seed))) {
        for (double r : column) {
          sum += r - 1;
          square += (r - 1) * (r - 1);
          count++;
        }
      }
    }
    assertEquals(0, sum / count, 0.004);
    assertEquals(0.03, Math.sqrt(square / count), 0.002);
    VirtualChip chip = chip(ideal("tapSpread: 0.03"), 1);
    assertArrayEquals(read(chip, 1, 7)[0], read(chip, 5, 7)[0], EXACT * LASER_W);
    assertEquals(
        VirtualChipTruth.responsivity(chip)[0][0] * LASER_W, read(chip, 1, 0)[0][0], EXACT);
  }

  @Test
  void couplersAndLossesSpreadAsAsked() {
    double coupler = 0;
    double loss = 0;
    double imbalance = 0;
    int chips = 50;
    for (long seed = 1; seed <= chips; seed++) {
      VirtualChip chip =
          chip(ideal("couplerErrorRad: 0.05, sectionLossDb: 0.1, lossImbalanceDb: 0.02"), seed);
      for (double e : VirtualChipTruth.errors(chip).couplerErrorRad()) {
        coupler += e * e / (chips * 30);
      }
      for (double[] column : VirtualChipTruth.errors(chip).lossDb()) {
        for (double db : column) {
          assertTrue(db >= 0, "no gain, seed " + seed);
          loss += db / (chips * 114);
          imbalance += (db - 0.1) * (db - 0.1) / (chips * 114);
        }
      }
    }
    assertEquals(0.05, Math.sqrt(coupler), 0.003);
    assertEquals(0.1, loss, 0.002);
    assertEquals(0.02, Math.sqrt(imbalance), 0.001);
  }

  @Test
  void lossDimsEveryColumn() {
    VirtualChip chip = chip(ideal("sectionLossDb: 0.1"), 1);
    double[][] power = read(chip, 1, ALL_COLUMNS);
    for (int column = 0; column < LAYOUT.columns(); column++) {
      double expected = LASER_W * Math.pow(10, -0.01 * (column + 1));
      assertEquals(expected, Arrays.stream(power[column]).sum(), EXACT, "column " + column);
    }
  }

  @Test
  void replacingOneImperfectionLeavesTheOthers() {
    VirtualChip plain = chip(Level.AMF420.imperfections(), 9);
    VirtualChip other =
        chip(
            Level.AMF420
                .imperfections()
                .with(YamlNode.parse("t", "{couplerErrorRad: 0, phaseOffsetRad: 0, tapSpread: 0}")),
            9);
    assertArrayEquals(
        VirtualChipTruth.errors(plain).lossDb()[7], VirtualChipTruth.errors(other).lossDb()[7]);
    for (int heater = 0; heater < HEATERS; heater++) {
      assertEquals(
          VirtualChipTruth.driveRad(plain, heater, 4), VirtualChipTruth.driveRad(other, heater, 4));
    }
  }

  @ParameterizedTest(name = "seed={0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void everyHeaterTurnsAFullCircleWithinItsSweepWithRoomToSpare(long seed) {
    VirtualChip chip = chip(Level.AMF420.imperfections(), seed);
    for (int heater = 0; heater < HEATERS; heater++) {
      double last = VirtualChipTruth.driveRad(chip, heater, 1);
      double sweep = VirtualChipTruth.driveRad(chip, heater, 5) - last;
      assertTrue(sweep > 1.5 * 2 * Math.PI, "seed " + seed + " heater " + heater + ": " + sweep);
      for (int i = 1; i <= 400; i++) {
        double now = VirtualChipTruth.driveRad(chip, heater, 1 + i * 0.01);
        assertTrue(now > last, "seed " + seed + " heater " + heater);
        last = now;
      }
    }
  }

  @Test
  void heatersDifferOnEveryLevel() {
    for (Level level : Level.values()) {
      VirtualChip chip = chip(level.imperfections(), 1);
      double[] offset = VirtualChipTruth.offsetRad(chip);
      double[] drive =
          Arrays.stream(ALL_HEATERS)
              .mapToDouble(i -> VirtualChipTruth.driveRad(chip, i, 4))
              .toArray();
      assertTrue(spread(offset) > 4, level + " offsets: " + Arrays.toString(offset));
      assertTrue(spread(drive) > 0.3, level + " drives: " + Arrays.toString(drive));
    }
  }

  private static double spread(double[] values) {
    return Arrays.stream(values).max().orElseThrow() - Arrays.stream(values).min().orElseThrow();
  }

  @Test
  void staticChipReadsTheSameForever() {
    VirtualChip chip = chip(Level.STATIC.imperfections(), 3);
    setAll(chip, 2.4);
    double[][] now = read(chip, 1, ALL_COLUMNS);
    chip.advance(Duration.ofDays(3));
    double[][] later = read(chip, 1, ALL_COLUMNS);
    for (int column = 0; column < now.length; column++) {
      assertArrayEquals(now[column], later[column]);
    }
  }

  @Test
  void senselessCommandsAreRefused() {
    VirtualChip chip = chip(Level.IDEAL.imperfections(), 1);
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> chip.setVoltages(new int[] {0}, new double[] {bad}));
      assertThrows(IllegalArgumentException.class, () -> chip.setLaserPower(bad));
    }
    assertThrows(IllegalArgumentException.class, () -> read(chip, 0, 1));
  }

  /** Every imperfection, with values of its own: the presets may change, these bits may not. */
  private static final String GOLDEN =
      """
      {phaseOffsetRad: 6, slopeRadPerV2: 0.6, slopeSpread: 0.03, curvature: -0.04,
       curvatureSpread: 0.015, cubicSpread: 0.008, couplerErrorRad: 0.03, sectionLossDb: 0.1,
       lossImbalanceDb: 0.02, crosstalk: 0.01, crosstalkLengthM: 150e-6, thermalTime: 3 ms,
       phaseDriftRad: 0.02, phaseDriftTime: 10 s, laserDrift: 0.005, laserDriftTime: 5 s,
       tapSpread: 0.03, frameNoise: 0.01, additiveNoise: 0.0025, adcBits: 24, adcFullScaleW: 5e-3,
       dacBits: 14, frameTime: 9.4 ms, switchTime: 10 ms}
      """;

  @Test
  void seedAndCallsGiveTheSameBitsOnEveryJdk() throws NoSuchAlgorithmException {
    VirtualChip chip = new VirtualChip(LAYOUT, ideal(GOLDEN.strip().replaceAll("[{}]", "")), 42);
    assertEquals("baaff3398f52aebd", fingerprint(chip));
  }

  @Test
  void sameSeedGivesTheSameChipAndAnotherSeedAnother() throws NoSuchAlgorithmException {
    Imperfections published = Level.AMF420.imperfections();
    String first = fingerprint(new VirtualChip(LAYOUT, published, 1));
    assertEquals(first, fingerprint(new VirtualChip(LAYOUT, published, 1)));
    assertNotEquals(first, fingerprint(new VirtualChip(LAYOUT, published, 2)));
  }

  /** Digest of all readings of a fixed programme that uses everything a chip can do. */
  private static String fingerprint(VirtualChip chip) throws NoSuchAlgorithmException {
    RandomStream programme = new RandomStream(1, "programme");
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    chip.setLaserPower(LASER_W);
    for (int step = 0; step < 300; step++) {
      int count = 1 + (int) (programme.uniform() * 4);
      int first = (int) (programme.uniform() * (HEATERS - count));
      int[] heaters = IntStream.range(first, first + count).toArray();
      double[] volts = new double[count];
      for (int i = 0; i < count; i++) {
        volts[i] = 5 * programme.uniform();
      }
      chip.setVoltages(heaters, volts);
      chip.advance(Duration.ofNanos((long) (30e6 * programme.uniform())));
      chip.setDirection(programme.uniform() < 0.1 ? Direction.BACKWARD : Direction.FORWARD);
      int[] columns = {(int) (programme.uniform() * 19), (int) (programme.uniform() * 19)};
      for (double[] column : read(chip, 1 + step % 3, columns)) {
        for (double power : column) {
          digest.update(ByteBuffer.allocate(Double.BYTES).putDouble(power).array());
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
  }
}
