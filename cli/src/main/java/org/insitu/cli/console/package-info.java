/**
 * How commands speak with the user: mistakes in one sentence, progress on standard error, results
 * on standard output.
 *
 * <p>Used by one thread, the one that runs the command.
 */
package org.insitu.cli.console;
