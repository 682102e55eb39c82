package org.insitu.gui.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.insitu.trainer.run.TrainingPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrainingFormTest {
  private static TrainingForm with(TrainingForm.Entry number, String text) {
    TrainingForm first = TrainingForm.initial();
    Map<TrainingForm.Entry, String> texts = new EnumMap<>(first.texts());
    texts.put(number, text);
    return new TrainingForm(
        first.task(),
        Optional.empty(),
        "",
        first.gradient(),
        first.phases(),
        first.optimiser(),
        texts);
  }

  @Test
  void beginsWithTheDefaultsOfTheCommandLine() {
    assertEquals(
        TrainingPlan.builder("moons").build(), TrainingForm.initial().plan(TrainingFiles.NONE));
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource({
    "ITERATIONS, 0",
    "ITERATIONS, 1.5",
    "ITERATIONS, NaN",
    "BATCH, 401",
    "BATCH, ''",
    "LEARNING_RATE, -0.1",
    "LEARNING_RATE, Infinity",
    "LAYERS, many",
    "BATCH, 4d",
    "LAYERS, 0x1p1",
    "SEED, -1",
    "SEED, 1e16"
  })
  void namesTheNumberThatIsWrongAndWhatIsAllowed(TrainingForm.Entry number, String text) {
    TrainingForm form = with(number, text);
    assertEquals(Set.of(number), form.mistakes(TrainingFiles.NONE).keySet());
    assertTrue(
        form.mistakes(TrainingFiles.NONE)
            .get(number)
            .contains(form.range(number, TrainingFiles.NONE)));
    assertThrows(IllegalArgumentException.class, () -> form.plan(TrainingFiles.NONE));
  }

  @Test
  void takesWhatIsTyped() {
    assertEquals(7, with(TrainingForm.Entry.BATCH, " 7 ").plan(TrainingFiles.NONE).batch());
    assertEquals(
        0.25,
        with(TrainingForm.Entry.LEARNING_RATE, "0.25").plan(TrainingFiles.NONE).learningRate());
  }
}
