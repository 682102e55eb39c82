/**
 * What keeps people and chips safe: one owner per instrument, and a bench of real instruments that
 * checks limits before a byte is written and confirms its safe state by reading it back.
 *
 * <p>A bench is owned by the chip thread; its safe state may be asked for from any thread.
 */
package org.insitu.driver.safety;
