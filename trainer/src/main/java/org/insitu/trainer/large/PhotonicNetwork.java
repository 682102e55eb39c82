package org.insitu.trainer.large;

import org.insitu.mesh.processor.ProcessorException;
import org.insitu.trainer.digits.FeatureSet;

/** All layers of a run with what lies between them. Owned by one thread. */
public sealed interface PhotonicNetwork extends AutoCloseable
    permits LayeredNetwork, EngineNetwork {
  /**
   * Sets the phases of all layers.
   *
   * @param parameters as {@link LargeNetwork} lays them out; Not modified
   */
  void program(double[] parameters) throws ProcessorException;

  /**
   * Classifies samples.
   *
   * @param set where they are
   * @param samples their numbers in the set; Not modified
   * @param from place of the first in {@code samples}
   * @param count how many
   */
  BoundedLoss.Score evaluate(FeatureSet set, int[] samples, int from, int count)
      throws ProcessorException;

  /**
   * Classifies samples and derives the mean of their losses.
   *
   * @param gradient derivatives by all parameters; Modified
   */
  BoundedLoss.Score differentiate(
      FeatureSet set, int[] samples, int from, int count, double[] gradient)
      throws ProcessorException;

  @Override
  void close() throws ProcessorException;
}
