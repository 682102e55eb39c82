package org.insitu.simulator.bench;

import org.insitu.driver.bench.Bench;
import org.insitu.driver.bench.BenchContract;
import org.insitu.driver.yaml.YamlNode;
import org.junit.jupiter.api.Nested;

class VirtualBenchTest {
  @Nested
  class Ideal extends BenchContract {
    @Override
    protected Bench open() {
      return VirtualBenches.open("sim:ideal", 1);
    }
  }

  @Nested
  class EightPorts extends BenchContract {
    @Override
    protected Bench open() {
      return VirtualBenches.open(
          YamlNode.parse("eight.yaml", "{simulate: amf420, layout: mesh8}"), 1);
    }
  }

  @Nested
  class Published extends BenchContract {
    @Override
    protected Bench open() {
      return VirtualBenches.open("sim:amf420", 1);
    }
  }
}
