/**
 * Demonstrations against emulated instruments on real ports: how fast, how robust, how safe. They
 * print the figures of {@code docs/results.md}.
 */
package org.insitu.cli.prove;
