package org.insitu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.insitu.trainer.run.TrainingPlan;
import org.junit.jupiter.api.Test;

class InsituCommandTest {
  @Test
  void versionIsTheOneOfTheBuild() {
    Invocation told = Invocation.of("--version");
    assertEquals(0, told.code());
    assertTrue(told.out().matches("insitu \\d+\\.\\d+\\.\\d+\\S*\\R"), told.out());
    assertEquals("", told.err());
  }

  @Test
  void helpNamesTheExitCodes() {
    Invocation told = Invocation.of("--help");
    assertEquals(0, told.code());
    assertTrue(told.out().contains("Exit codes: 0 done"), told.out());
  }

  @Test
  void theHelpOfTrainNamesTheDefaultsOfTheTrainer() {
    String help = Invocation.of("train", "--help").out();
    int iterations = TrainingPlan.builder("any").build().iterations();
    assertTrue(help.contains("0 only evaluates (default: " + iterations + ")"), help);
    assertFalse(help.contains("${"), help);
  }

  @Test
  void anUnknownOptionNamesTheNearest() {
    assertTrue(Invocation.of("--versoin").mistake().contains("did you mean \"--version\"?"));
  }
}
