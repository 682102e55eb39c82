package org.insitu.trainer.run;

/**
 * Shares of points classified rightly, 0..1.
 *
 * @param train training set, inferred on the chip
 * @param test test set, inferred on the chip
 * @param digitalTest test set, the same phases on the model
 * @param trainLoss mean loss of the training set on the chip
 */
public record Accuracies(double train, double test, double digitalTest, double trainLoss) {}
