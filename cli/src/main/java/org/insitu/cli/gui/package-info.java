/** The command that opens the window. */
package org.insitu.cli.gui;
