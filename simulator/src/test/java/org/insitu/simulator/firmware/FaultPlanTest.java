package org.insitu.simulator.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.insitu.simulator.faults.FaultInjector;
import org.insitu.simulator.faults.FaultKind;
import org.insitu.simulator.faults.FaultPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultPlanTest {
  @Test
  void ratesScriptPermanentFaultsAndSeedAreRead() {
    FaultPlan plan =
        FaultPlan.parse("drop=0.01, delay=0.002:50,reboot@120,stuck:7,dead-tap:3,seed=9");
    assertEquals(
        List.of(
            new FaultPlan.Rate(FaultKind.DROP, 0.01, 0),
            new FaultPlan.Rate(FaultKind.DELAY, 0.002, 50)),
        plan.rates());
    assertEquals(List.of(new FaultPlan.Scripted(FaultKind.REBOOT, 120, 0)), plan.script());
    assertEquals(2, plan.permanent().size());
    assertEquals(9, plan.seed());
    assertEquals(FaultPlan.NONE, FaultPlan.parse(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "drop, neither a rate",
    "drop=2, outside",
    "fire=0.1, known faults are",
    "stuck=0.1, always there",
    "drop=x, not KIND=RATE",
    "drop=--, no number",
    "reboot@0, outside"
  })
  void whatIsNotUnderstoodIsNamed(String text, String why) {
    IllegalArgumentException wrong =
        assertThrows(IllegalArgumentException.class, () -> FaultPlan.parse(text));
    assertTrue(wrong.getMessage().contains(why), wrong.getMessage());
    assertTrue(wrong.getMessage().contains("'" + text + "'"), wrong.getMessage());
  }

  @Test
  void theSameSeedGivesTheSameFaultsAndTheyAreCounted() {
    FaultPlan plan = FaultPlan.parse("drop=0.1,garble=0.1,reboot@3,seed=4");
    assertEquals(faults(plan, 0), faults(plan, 0));
    assertTrue(!faults(plan, 0).equals(faults(plan, 1)), "instruments have streams of their own");
    FaultInjector injector = new FaultInjector(plan, 0);
    long happened = 0;
    for (int i = 0; i < 1000; i++) {
      happened += injector.next().size();
    }
    long counted = injector.counts().values().stream().mapToLong(Long::longValue).sum();
    assertEquals(happened, counted);
    assertEquals(1, injector.counts().get(FaultKind.REBOOT));
    // Four standard deviations of a binomial count around 100.
    assertEquals(100, injector.counts().get(FaultKind.DROP), 40);
  }

  private static List<String> faults(FaultPlan plan, long stream) {
    FaultInjector injector = new FaultInjector(plan, stream);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(injector.next().toString());
    }
    return all;
  }
}
