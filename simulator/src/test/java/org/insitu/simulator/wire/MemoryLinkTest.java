package org.insitu.simulator.wire;

import org.insitu.driver.link.Link;
import org.insitu.driver.link.WireTrace;

class MemoryLinkTest extends LinkContract {
  @Override
  Wire wire() {
    return new MemoryWire("test");
  }

  @Override
  Link connect(Wire wire, WireTrace trace) {
    return ((MemoryWire) wire).connect(trace);
  }
}
