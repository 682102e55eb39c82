/**
 * Bytes to and from an instrument: serial ports, TCP, memory, and the line client on top of them.
 *
 * <p>Each link has one reader thread that only moves bytes into a bounded buffer. Sending and
 * receiving belong to one thread at a time; closing may come from any thread.
 */
package org.insitu.driver.link;
