/**
 * Training of large photonic networks on many samples: layers of N ports, 64 and more, with the
 * magnitude of every field as activation, on the fast engine or on any processor.
 *
 * <p>A run belongs to one thread; layers may use more inside.
 */
package org.insitu.trainer.large;
