/**
 * Handwritten digits: MNIST from its IDX files, drawn ones where it is absent, and what of them is
 * sent into a mesh. Immutable after reading, for any thread.
 */
package org.insitu.trainer.digits;
