package org.insitu.simulator.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.insitu.driver.device.DeviceException;
import org.insitu.simulator.faults.FaultInjector;
import org.insitu.simulator.faults.FaultPlan;
import org.insitu.simulator.wire.PtyWire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The chain as the vendor's public Python client (qontrol.py 1.1.20) uses it, over a pseudo
 * terminal. The client is acted out: the same bytes, the same conditions for the end of an answer,
 * the same patterns on the lines.
 */
class VendorClientTest {
  // The client truncates to a code; the chain rounds voltages it gets as text. Four decimals.
  private static final double CODE_V = 12.0 / 65535 + 0.0001;

  private final LedgerBench bench = new LedgerBench();
  @TempDir private Path folder;
  private Emulator emulator;

  static Stream<Arguments> chains() {
    return Stream.of(false, true)
        .flatMap(
            binary ->
                Stream.of(
                    Arguments.of(binary, QontrolFirmware.Type.Q8IV, 1, 24.0),
                    Arguments.of(binary, QontrolFirmware.Type.Q8IV, 2, 24.0),
                    Arguments.of(binary, QontrolFirmware.Type.Q8B, 3, 83.3333),
                    Arguments.of(binary, QontrolFirmware.Type.Q8A, 5, 100.0),
                    Arguments.of(binary, QontrolFirmware.Type.Q8IV, 8, 24.0)));
  }

  private ActedClient client(boolean binary, QontrolFirmware.Type type, int modules, String faults)
      throws IOException, DeviceException {
    FaultPlan plan = FaultPlan.parse(faults);
    Path port = folder.resolve("q8");
    emulator =
        new Emulator(
            new QontrolFirmware(new EmulatedChip(bench, FaultPlan.NONE), type, modules),
            new PtyWire(port),
            new FaultInjector(plan, 0),
            WireTiming.INSTANT);
    return new ActedClient(port, binary);
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  @ParameterizedTest(name = "binary={0} {1} x {2}")
  @MethodSource("chains")
  void itInitialisesSetsAndReadsAllChannelsAndSeesErrors(
      boolean binary, QontrolFirmware.Type type, int modules, double fullMilliamps)
      throws Exception {
    try (ActedClient q = client(binary, type, modules, "")) {
      assertEquals(type.id() + "-0001", q.deviceId());
      assertEquals(12.0, q.fullV());
      assertEquals(fullMilliamps, q.fullMilliamps());
      int channels = 8 * modules;
      assertEquals(channels, q.channels());

      // q.v[ch] = value; q.v[ch]; q.i[ch]
      double[] volts = new double[channels];
      for (int ch = 0; ch < channels; ch++) {
        volts[ch] = 0.1 + 4 * ch / 63.0;
        q.setValue(ch, "V", volts[ch]);
      }
      for (int ch = 0; ch < channels; ch++) {
        assertEquals(volts[ch], q.value(ch, "V"), CODE_V);
      }
      if (channels > 5) {
        // Channel 5 has a heater of 500 ohm: 2 mA per volt, in units of 0.1 uA.
        assertEquals(2 * volts[5], q.value(5, "I"), 2 * CODE_V + 0.0001);
      }
      // q.get_all_values, q.set_all_values
      assertEquals(channels, q.allValues("V").size());
      Arrays.fill(volts, 0.5);
      q.setAllValues("V", volts);
      for (double v : q.allValues("V")) {
        assertEquals(0.5, v, CODE_V);
      }
      // Limits hold, and what goes over them is reported with its channel.
      q.setValue(3, "VMAX", 1);
      assertEquals(1, q.value(3, "VMAX"), CODE_V);
      q.setValue(3, "IMAX", 5);
      assertEquals(5, q.value(3, "IMAX"), fullMilliamps / 65535 + 0.0001);
      assertTrue(q.errors().isEmpty(), q.errors().toString());
      q.setValue(3, "V", 2);
      assertEquals(List.of("E01:03"), q.errors());
      assertEquals(0, q.value(3, "V"), CODE_V);
    }
  }

  @ParameterizedTest(name = "binary={0}")
  @ValueSource(booleans = {false, true})
  void aLineThatWasMissedOnceIsAskedAgainByTheClient(boolean binary) throws Exception {
    // Its sixth request, the first after its start, meets E15.
    try (ActedClient q = client(binary, QontrolFirmware.Type.Q8IV, 2, "e15@6")) {
      q.setValue(1, "V", 1);
      assertEquals(1, q.value(1, "V"), CODE_V);
      assertEquals(List.of("E15:00"), q.errors());
    }
  }

  @ParameterizedTest(name = "binary={0}")
  @ValueSource(booleans = {false, true})
  void aChannelOutsideTheChainIsAnError(boolean binary) throws Exception {
    try (ActedClient q = client(binary, QontrolFirmware.Type.Q8IV, 2, "")) {
      assertThrows(IllegalStateException.class, () -> q.value(16, "V"));
      assertEquals(List.of("E12:00"), q.errors());
    }
  }
}
