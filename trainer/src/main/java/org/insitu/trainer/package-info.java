/** Training of photonic networks through the {@code PhotonicProcessor} port. */
package org.insitu.trainer;
