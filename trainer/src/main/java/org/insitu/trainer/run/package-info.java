/**
 * A whole training run and its records.
 *
 * <p>{@code TrainingRun.run} occupies the thread that owns the processor and calls listeners on it,
 * in order; {@code RunControl} may be used from any thread.
 */
package org.insitu.trainer.run;
