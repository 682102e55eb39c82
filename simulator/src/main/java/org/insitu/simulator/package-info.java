/** The stand-in for hardware. */
package org.insitu.simulator;
