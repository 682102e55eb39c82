package org.insitu.trainer.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.Topology;
import org.insitu.trainer.data.Dataset;
import org.insitu.trainer.data.DatasetException;
import org.insitu.trainer.data.SyntheticTask;
import org.insitu.trainer.data.TaskData;
import org.insitu.trainer.network.PhotonicNetwork;

/**
 * The course of a run: its network and its phases along the way, read from trajectory.csv.
 *
 * @param network network that was trained
 * @param iterations steps made, rising; Not modified
 * @param parameters phases after so many steps [rad], unwrapped, in the order of the network; Not
 *     modified
 * @param points training points, scaled; empty if the record does not have them
 */
public record RunReplay(
    PhotonicNetwork network, int[] iterations, double[][] parameters, Optional<Dataset> points) {
  /** Returns the number of recorded moments, at least 1. */
  public int frames() {
    return iterations.length;
  }

  /** Returns the last moment that is not behind an iteration; the first if all are. */
  public int frameAt(double iteration) {
    int found = Arrays.binarySearch(iterations, (int) Math.floor(iteration));
    return found >= 0 ? found : Math.max(0, -found - 2);
  }

  /**
   * Reads trajectory.csv of a directory, or what there is of it.
   *
   * @throws RunFileException with one sentence if it cannot be used
   */
  static RunReplay read(RunHead head) throws RunFileException {
    Path yaml = head.directory().resolve("run.yaml");
    JsonNode root = RunHead.yaml(yaml);
    Mesh mesh = mesh(yaml, root.path("network"));
    int layers = RunHead.count(yaml, root.path("plan"), "layers");
    int classes = root.at("/data/classes").size();
    PhotonicNetwork network;
    try {
      network = PhotonicNetwork.of(mesh, layers, classes);
    } catch (IllegalArgumentException e) {
      throw new RunFileException("%s: %s.".formatted(yaml, e.getMessage()), e);
    }
    RecordTable table = RecordTable.open(head.directory().resolve("trajectory.csv"));
    int phases = network.parameters();
    if (table.header().size() != phases + 1 || table.column("iteration") != 0) {
      throw new RunFileException(
          "%s, line 1: there are %d columns, but the iteration and %d phases make %d."
              .formatted(table.file(), table.header().size(), phases, phases + 1));
    }
    List<Integer> iterations = new ArrayList<>();
    List<double[]> parameters = new ArrayList<>();
    table.rows(
        row -> {
          int iteration = (int) row.required(0);
          if (!iterations.isEmpty() && iteration <= iterations.get(iterations.size() - 1)) {
            throw row.wrong(
                "iteration %d comes after %d, but they must rise"
                    .formatted(iteration, iterations.get(iterations.size() - 1)),
                null);
          }
          double[] values = new double[phases];
          for (int i = 0; i < phases; i++) {
            values[i] = row.required(i + 1);
          }
          iterations.add(iteration);
          parameters.add(values);
        });
    if (iterations.isEmpty()) {
      throw new RunFileException("%s: there are no phases yet.".formatted(table.file()));
    }
    return new RunReplay(
        network,
        iterations.stream().mapToInt(Integer::intValue).toArray(),
        parameters.toArray(double[][]::new),
        points(head, mesh.ports()));
  }

  private static Mesh mesh(Path file, JsonNode network) throws RunFileException {
    String name = RunHead.text(file, network, "topology");
    int ports = RunHead.count(file, network, "ports");
    for (Topology topology : Topology.values()) {
      if (topology.id().equals(name.toLowerCase(Locale.ROOT)) && ports >= 2) {
        return Mesh.of(topology, ports);
      }
    }
    throw new RunFileException("%s: there is no %s mesh of %d ports.".formatted(file, name, ports));
  }

  private static Optional<Dataset> points(RunHead head, int ports) throws RunFileException {
    Optional<SyntheticTask> generated = SyntheticTask.of(head.task());
    if (generated.isPresent()) {
      return Optional.of(TaskData.generate(generated.get(), head.seed()).train());
    }
    Path file = head.directory().resolve("points.csv");
    if (!java.nio.file.Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Dataset.read(file, ports));
    } catch (DatasetException e) {
      throw new RunFileException(e.getMessage(), e);
    }
  }
}
