/**
 * Instruments as a bench needs them: heaters, taps, the fibre switch, the laser. Each speaks one
 * protocol over one link and is locked by its own methods, so that the safe state can be asked for
 * from any thread.
 */
package org.insitu.driver.instrument;
