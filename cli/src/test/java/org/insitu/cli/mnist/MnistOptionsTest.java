package org.insitu.cli.mnist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.insitu.mesh.engine.NetworkEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class MnistOptionsTest {
  @Command
  private static final class Holder {
    @Mixin private MnistOptions options;
  }

  private static MnistOptions options(String line) {
    Holder holder = new Holder();
    new CommandLine(holder).parseArgs(line.split(" "));
    return holder.options;
  }

  @BeforeEach
  void needsVectors() {
    assumeTrue(NetworkEngine.suits(64, 600), "no vectors of 256 bits on this computer");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "--batch 600, true",
    "--batch 600 --gradient model, true",
    "--batch 600 --coupler-error 0.1, true",
    "--batch 385, true",
    "--batch 384, false",
    "--batch 600 --ports 16, false",
    "--batch 600 --imbalance 0.05, false",
    "--batch 600 --tap-noise 0.01, false",
    "--batch 600 --io-phase 0.01, false",
    "--batch 600 --gradient forward, false",
  })
  void onlyWhatMakesNoErrorGoesThroughAtOnce(String line, boolean expected) {
    assertEquals(expected, options(line).goesThroughAtOnce());
  }

  @Test
  void sumsInSlotsCountAsMemory() {
    double bytes = options("--ports 512 --layers 8 --batch 3073").runBytes();
    // Sixteen slots of 512 x 512 complex numbers per layer.
    assertTrue(bytes > 8 * 16 * 8.0 * 512 * 512, bytes + " bytes");
    // Samples are on their way a few at a time: more of them take no more.
    assertEquals(bytes, options("--ports 512 --layers 8 --batch 60000").runBytes());
    assertTrue(
        options("--ports 512 --layers 8 --batch 60000 --imbalance 0.05").runBytes()
            > 18 * 8.0 * 512 * 60_000);
  }

  @Test
  void imagesCountAsMemoryBesideTheirVectors() {
    // 28 x 28 bytes and 80 numbers each.
    assertTrue(options("--ports 64").vectorBytes() > 70_000 * (784 + 4.0 * 80));
    assertTrue(
        options("--ports 64 --train-images 300 --test-images 100").vectorBytes()
            < 400 * (784 + 4.0 * 128));
  }
}
