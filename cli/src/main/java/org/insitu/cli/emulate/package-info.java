/**
 * The commands that stand in for instruments: emulators on real ports in front of a virtual chip.
 */
package org.insitu.cli.emulate;
