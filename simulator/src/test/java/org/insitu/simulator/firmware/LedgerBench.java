package org.insitu.simulator.firmware;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.insitu.driver.bench.Bench;
import org.insitu.driver.bench.BenchCounters;
import org.insitu.driver.bench.TapFrame;
import org.insitu.driver.layout.ChipLayoutReader;
import org.insitu.mesh.chip.ChipLayout;
import org.insitu.mesh.processor.Direction;

/**
 * A chip whose taps tell exactly what was done to it: the power at (column, row) is a known
 * function of the voltages and of the number of read-outs, so that a wrong, lost or repeated
 * exchange shows.
 */
final class LedgerBench implements Bench {
  private final ChipLayout layout = ChipLayoutReader.preset("amf420");
  final Map<Integer, Double> voltageV = new TreeMap<>();
  Duration time = Duration.ZERO;
  Direction direction = Direction.FORWARD;
  double laserW;
  int readOuts;
  int writes;

  /** What the tap must read now. */
  double expected(int column, int row, int readOut) {
    double sum = 0;
    for (Map.Entry<Integer, Double> entry : voltageV.entrySet()) {
      sum += Math.sin(entry.getKey() + 1.0) * entry.getValue();
    }
    return 1e-6 * (sum + Math.sqrt(2 + column * 6.0 + row)) + 1e-9 * readOut;
  }

  @Override
  public String name() {
    return "ledger";
  }

  @Override
  public String chipId() {
    return "ledger";
  }

  @Override
  public ChipLayout layout() {
    return layout;
  }

  @Override
  public synchronized void setVoltages(int[] channels, double[] volts) {
    for (int i = 0; i < channels.length; i++) {
      voltageV.put(channels[i], volts[i]);
    }
    writes++;
  }

  @Override
  public synchronized void settle(Duration wait) {
    time = time.plus(wait);
  }

  @Override
  public synchronized TapFrame readTaps(int[] columns, int frames) {
    readOuts++;
    double[][] powerW = new double[columns.length][layout.rows()];
    for (int i = 0; i < columns.length; i++) {
      for (int row = 0; row < layout.rows(); row++) {
        powerW[i][row] = expected(columns[i], row, readOuts);
      }
    }
    return new TapFrame(columns.clone(), powerW);
  }

  @Override
  public synchronized void setDirection(Direction wanted) {
    direction = wanted;
  }

  @Override
  public synchronized Direction direction() {
    return direction;
  }

  @Override
  public synchronized void setLaserPower(double powerW) {
    laserW = powerW;
  }

  @Override
  public BenchCounters counters() {
    return new BenchCounters(writes, 0, readOuts, 0, time);
  }

  @Override
  public synchronized void safeState() {
    voltageV.replaceAll((channel, v) -> 0.0);
    laserW = 0;
  }

  @Override
  public void close() {
    safeState();
  }
}
