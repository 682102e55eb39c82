package org.insitu.trainer.picture;

/**
 * What a training chart shows, over iterations.
 *
 * @param iteration steps made before each step, from 0
 * @param loss batch loss of each step
 * @param gradientError 1 - cos of each step; empty if nothing was measured
 * @param evaluationIteration steps made before each evaluation
 * @param train training accuracy on the chip per evaluation
 * @param test test accuracy on the chip
 * @param digitalTest test accuracy on the model
 */
public record TrainingCurves(
    double[] iteration,
    double[] loss,
    double[] gradientError,
    double[] evaluationIteration,
    double[] train,
    double[] test,
    double[] digitalTest) {}
