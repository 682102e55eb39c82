package org.insitu.trainer.large;

/**
 * Result of a run.
 *
 * @param last the last epoch
 * @param trainLoss mean loss of all training samples with the final phases
 * @param trainError share of them that are wrong
 * @param bestTestError lowest test error of all epochs
 * @param stopped whether it was stopped before its end
 * @param seconds time of the whole run, after loading [s]
 * @param parameters final phases [rad], in the order of {@link LargeNetwork}
 */
public record LargeSummary(
    EpochResult last,
    double trainLoss,
    double trainError,
    double bestTestError,
    boolean stopped,
    double seconds,
    double[] parameters) {}
