package org.insitu.gui.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.trainer.data.BiasEncoding;
import org.insitu.trainer.data.Dataset;
import org.insitu.trainer.network.LayerTaps;
import org.insitu.trainer.network.NetworkModel;
import org.insitu.trainer.network.PhotonicNetwork;
import org.insitu.trainer.run.RunReplay;

/**
 * One moment of a run. Only its phases are recorded; the rest is what the model makes of them.
 *
 * @param replay the run it belongs to
 * @param index which moment, from 0
 * @param taps tap maps per layer, mean of the points, by the model; empty without points
 * @param boundary how the plane is divided, by the model; empty unless there are two features and
 *     two classes
 */
public record ReplayFrame(
    RunReplay replay, int index, Optional<List<LayerTaps>> taps, Optional<BoundaryMap> boundary) {
  /** Half the width of the plane that is shown; all points of the tasks but a few lie inside. */
  public static final double EXTENT = 2.5;

  /** As many training points as a generated task has; more would not change a mean that is seen. */
  private static final int MOST_POINTS = 400;

  /** Computes a moment. */
  public static ReplayFrame of(RunReplay replay, int index) {
    PhotonicNetwork network = replay.network();
    double[] parameters = replay.parameters()[index];
    Optional<Dataset> points = replay.points().map(ReplayFrame::some);
    return new ReplayFrame(
        replay,
        index,
        points.map(known -> taps(network, parameters, known)),
        points
            .filter(known -> known.features() == 2 && known.classes() == 2)
            .map(known -> BoundaryMap.of(network, parameters, EXTENT)));
  }

  private static Dataset some(Dataset all) {
    return all.size() <= MOST_POINTS ? all : all.select(IntStream.range(0, MOST_POINTS).toArray());
  }

  private static List<LayerTaps> taps(
      PhotonicNetwork network, double[] parameters, Dataset points) {
    ComplexBatch input =
        new BiasEncoding(network.mesh().ports(), points.features()).encode(points.points());
    return new NetworkModel(network).gradient(parameters, input, points.labels()).taps();
  }

  /** Returns the steps made. */
  public int iteration() {
    return replay.iterations()[index];
  }

  /** Returns the phases [rad]; Not modified. */
  public double[] parameters() {
    return replay.parameters()[index];
  }
}
