/**
 * Training of photonic networks through the {@code PhotonicProcessor} port.
 *
 * <p>{@code data}: points and how they become light. {@code network}: layers, read-out, loss, and
 * the exact model of them. {@code gradient}: the in situ gradient. {@code optimiser}: steps on
 * phases. {@code run}: a whole run and its records. A run is one thread's; nothing here starts
 * threads.
 */
package org.insitu.trainer;
