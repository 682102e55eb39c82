package org.insitu.driver.instrument;

import org.insitu.driver.protocol.LinkReport;

/** One instrument behind one link. */
public interface Instrument extends AutoCloseable {
  /** Returns what it says it is: maker, model, serial number, firmware. */
  String identity();

  /** Returns the name of its link. */
  String linkName();

  /** Returns what went wrong and was mended so far. */
  LinkReport report();

  /** Releases the link; outputs stay as they are. Closing twice is harmless. */
  @Override
  void close();
}
