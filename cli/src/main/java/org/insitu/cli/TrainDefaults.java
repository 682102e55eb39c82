package org.insitu.cli;

import java.util.Arrays;
import java.util.ListResourceBundle;
import java.util.stream.Collectors;
import org.insitu.trainer.optimiser.OptimiserKind;
import org.insitu.trainer.run.TrainingPlan;

/** What the help of {@code insitu train} calls the defaults: the trainer's own, not a copy. */
public final class TrainDefaults extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    TrainingPlan plan = TrainingPlan.builder("help").build();
    String rates =
        Arrays.stream(OptimiserKind.values())
            .map(kind -> kind.defaultLearningRate() + " for " + kind.id())
            .collect(Collectors.joining(", "));
    return new Object[][] {
      {"default.iterations", String.valueOf(plan.iterations())},
      {"default.batch", String.valueOf(plan.batch())},
      {"default.layers", String.valueOf(plan.layers())},
      {"default.evalEvery", String.valueOf(plan.evalEvery())},
      {"default.gradient", plan.gradient().id()},
      {"default.phases", plan.phases().id()},
      {"default.optimizer", plan.optimiser().id()},
      {"default.rates", rates},
    };
  }
}
