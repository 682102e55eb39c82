package org.insitu.driver.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.insitu.driver.device.SafetyLimitException;
import org.insitu.driver.layout.ChipLayoutReader;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.chip.ElectricalLimits;
import org.junit.jupiter.api.Test;

class HeaterGuardTest {
  private static final ChipLayout CHIP = ChipLayoutReader.preset("amf420");

  private static ChipLayout with(double maxHeaterPowerW, double maxTotalPowerW) {
    ElectricalLimits limits = CHIP.limits();
    return new ChipLayout(
        CHIP.name(),
        CHIP.rows(),
        CHIP.columns(),
        CHIP.mesh(),
        CHIP.entryRow(),
        CHIP.referenceRow(),
        CHIP.heaters(),
        new ElectricalLimits(
            limits.minVoltageV(),
            limits.maxVoltageV(),
            limits.idleVoltageV(),
            limits.sweepMinVoltageV(),
            limits.heaterResistanceOhm(),
            maxHeaterPowerW,
            maxTotalPowerW,
            limits.settling()),
        CHIP.layoutErrors());
  }

  @Test
  void channelsFindTheirHeaters() {
    HeaterGuard guard = new HeaterGuard(CHIP);
    int[] channels = CHIP.channels();
    int[] heaters = guard.check(new int[] {channels[3], channels[0]}, new double[] {1, 2});
    assertArrayEquals(new int[] {3, 0}, heaters);
  }

  @Test
  void everyHeaterAtItsLimitIsAllowed() {
    HeaterGuard guard = new HeaterGuard(CHIP);
    double[] full = new double[CHIP.heaters().size()];
    Arrays.fill(full, CHIP.limits().maxVoltageV());
    guard.written(guard.check(CHIP.channels(), full), full);
    assertEquals(5.0, guard.voltageV(28));
  }

  @Test
  void heaterPowerIsLimited() {
    HeaterGuard guard = new HeaterGuard(with(0.018, 1.45));
    int[] channel = {CHIP.heaters().get(0).channel()};
    guard.check(channel, new double[] {3.0}); // 0.018 W
    String message =
        assertThrows(SafetyLimitException.class, () -> guard.check(channel, new double[] {3.01}))
            .getMessage();
    assertEquals(
        "theta(1,1) would take 0.01812 W at 3.01 V, over the limit of 0.01800 W; nothing was written",
        message);
  }

  @Test
  void totalPowerCountsWhatIsOnAlready() {
    HeaterGuard guard = new HeaterGuard(with(0.05, 0.1));
    int[] two = {CHIP.heaters().get(0).channel(), CHIP.heaters().get(1).channel()};
    int[] third = {CHIP.heaters().get(2).channel()};
    double[] full = {5, 5};
    guard.written(guard.check(two, full), full);
    assertThrows(SafetyLimitException.class, () -> guard.check(third, new double[] {0.1}));
    guard.check(two, new double[] {4, 5});
    guard.writtenZero();
    guard.check(third, new double[] {0.1});
  }
}
