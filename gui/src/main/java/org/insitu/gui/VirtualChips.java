package org.insitu.gui;

import java.util.List;
import org.insitu.driver.bench.Bench;
import org.insitu.gui.model.BenchOpener;
import org.insitu.simulator.bench.VirtualBenches;

/** The virtual chips, by preset or file. */
public final class VirtualChips implements BenchOpener {
  @Override
  public List<String> names() {
    return VirtualBenches.names();
  }

  @Override
  public Bench open(String chip, long seed) {
    return VirtualBenches.open(chip, seed);
  }
}
