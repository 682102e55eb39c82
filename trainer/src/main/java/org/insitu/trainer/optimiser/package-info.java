/** Optimisers, learning-rate schedules and averaging over iterates. Each is one thread's. */
package org.insitu.trainer.optimiser;
