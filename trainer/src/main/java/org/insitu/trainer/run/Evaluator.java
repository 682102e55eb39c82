package org.insitu.trainer.run;

import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.ProcessorException;
import org.insitu.trainer.data.BiasEncoding;
import org.insitu.trainer.data.TaskData;
import org.insitu.trainer.gradient.ChipLayers;
import org.insitu.trainer.network.NetworkModel;
import org.insitu.trainer.network.SoftmaxCrossEntropy;
import org.insitu.trainer.network.SoftmaxCrossEntropy.Loss;

/** Evaluates a network on the chip and on the model. */
final class Evaluator {
  private final ChipLayers chip;
  private final NetworkModel model;
  private final ComplexBatch train;
  private final ComplexBatch test;
  private final TaskData data;

  Evaluator(ChipLayers chip, NetworkModel model, TaskData data) {
    this.chip = chip;
    this.model = model;
    this.data = data;
    BiasEncoding encoding =
        new BiasEncoding(chip.network().mesh().ports(), data.train().features());
    train = encoding.encode(data.train().points());
    test = encoding.encode(data.test().points());
  }

  Accuracies evaluate(double[] parameters) throws ProcessorException {
    Loss trained = onChip(parameters, train, data.train().labels());
    Loss tested = onChip(parameters, test, data.test().labels());
    return new Accuracies(
        (double) trained.correct() / data.train().size(),
        (double) tested.correct() / data.test().size(),
        model.accuracy(parameters, test, data.test().labels()),
        trained.meanLoss());
  }

  /** Returns the loss of the training set on the chip. */
  double trainLoss(double[] parameters) throws ProcessorException {
    return onChip(parameters, train, data.train().labels()).meanLoss();
  }

  private Loss onChip(double[] parameters, ComplexBatch input, int[] labels)
      throws ProcessorException {
    return SoftmaxCrossEntropy.evaluate(
        chip.network().readOut(), chip.infer(parameters, input), labels);
  }
}
