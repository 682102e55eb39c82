package org.insitu.trainer.large;

/**
 * Where a run stands after an epoch.
 *
 * @param epoch epochs made, 0 before the first
 * @param steps steps made
 * @param learningRate rate of the last step [rad]; NaN before the first
 * @param trainLoss mean loss of the epoch's batches while phases moved; NaN before the first
 * @param trainError share of the epoch's training samples that were wrong; NaN before the first
 * @param testLoss mean loss of all test samples after the epoch
 * @param testError share of test samples that are wrong
 * @param gradientError 1 - cos between the gradient followed and the model's in the last batch of
 *     the epoch; NaN where it was not compared
 * @param trainSeconds time that the epoch's steps took, without the test but with the comparison of
 *     gradients if there is one [s]; NaN before the first
 * @param seconds time since the start of the run [s]
 */
public record EpochResult(
    int epoch,
    long steps,
    double learningRate,
    double trainLoss,
    double trainError,
    double testLoss,
    double testError,
    double gradientError,
    double trainSeconds,
    double seconds) {}
