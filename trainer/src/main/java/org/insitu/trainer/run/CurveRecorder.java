package org.insitu.trainer.run;

import org.apache.commons.math3.util.ResizableDoubleArray;
import org.insitu.trainer.picture.TrainingCurves;

/** Collects the curves of a run for its chart. */
final class CurveRecorder {
  private final ResizableDoubleArray iteration = new ResizableDoubleArray();
  private final ResizableDoubleArray loss = new ResizableDoubleArray();
  private final ResizableDoubleArray gradientError = new ResizableDoubleArray();
  private final ResizableDoubleArray evaluationIteration = new ResizableDoubleArray();
  private final ResizableDoubleArray train = new ResizableDoubleArray();
  private final ResizableDoubleArray test = new ResizableDoubleArray();
  private final ResizableDoubleArray digitalTest = new ResizableDoubleArray();

  void add(RunEvent.IterationDone done) {
    // Loss and gradient belong to the phases before the step.
    iteration.addElement(done.iteration() - 1);
    loss.addElement(done.loss());
    done.gradientError().ifPresent(gradientError::addElement);
  }

  void add(RunEvent.Evaluated evaluated) {
    evaluationIteration.addElement(evaluated.iteration());
    train.addElement(evaluated.accuracies().train());
    test.addElement(evaluated.accuracies().test());
    digitalTest.addElement(evaluated.accuracies().digitalTest());
  }

  TrainingCurves curves() {
    return new TrainingCurves(
        iteration.getElements(),
        loss.getElements(),
        gradientError.getElements(),
        evaluationIteration.getElements(),
        train.getElements(),
        test.getElements(),
        digitalTest.getElements());
  }
}
