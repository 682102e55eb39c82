/** The {@code insitu} command, and the composition root of everything but the window. */
package org.insitu.cli;
