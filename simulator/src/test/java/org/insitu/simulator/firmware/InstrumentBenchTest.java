package org.insitu.simulator.firmware;

import org.junit.jupiter.api.Nested;

/** The benches that keep the contract. */
class InstrumentBenchTest {
  @Nested
  class FourInstruments extends InstrumentBenchContract {
    @Override
    String file() {
      return EmulatedBenchFiles.FOUR;
    }
  }

  @Nested
  class BoardAndLaser extends InstrumentBenchContract {
    @Override
    String file() {
      return EmulatedBenchFiles.BOARD;
    }
  }

  @Nested
  class WithRules extends InstrumentBenchContract {
    @Override
    String file() {
      return EmulatedBenchFiles.BOARD
          + """
          limits: {maxVoltageV: 4.8, slewVPerS: 500}
          timing: {switchGuardMs: 10}
          blankLaser: true
          """;
    }
  }
}
