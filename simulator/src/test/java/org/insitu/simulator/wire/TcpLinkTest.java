package org.insitu.simulator.wire;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.insitu.driver.device.DeviceException;
import org.insitu.driver.link.Link;
import org.insitu.driver.link.LinkAddress;
import org.insitu.driver.link.WireTrace;
import org.junit.jupiter.api.Test;

class TcpLinkTest extends LinkContract {
  @Override
  Wire wire() throws Exception {
    return new TcpWire(0);
  }

  @Override
  Link connect(Wire wire, WireTrace trace) throws Exception {
    return LinkAddress.parse(wire.address()).open(trace);
  }

  @Test
  void aPortNobodyListensOnIsRefusedWithTheAddress() throws Exception {
    String address;
    try (TcpWire wire = new TcpWire(0)) {
      address = wire.address();
    }
    DeviceException.LinkLost refused =
        assertThrows(
            DeviceException.LinkLost.class, () -> LinkAddress.parse(address).open(new WireTrace()));
    assertTrue(refused.getMessage().contains(address), refused.getMessage());
  }
}
