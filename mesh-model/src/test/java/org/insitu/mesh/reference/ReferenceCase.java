package org.insitu.mesh.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.stream.Stream;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.Topology;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.linear.ComplexMatrix;

/** One file of the reference vectors; their provenance is in {@code reference/README.md}. */
public record ReferenceCase(String name, JsonNode json) {
  /** Returns the names of all files, without their ending. */
  public static Stream<String> names() {
    return Stream.of("triangular", "rectangular")
        .flatMap(
            topology ->
                Stream.of(2, 3, 4, 6, 8)
                    .flatMap(
                        ports ->
                            Stream.of("ideal", "coupler-error", "lossy")
                                .map(kind -> topology + "-" + ports + "-" + kind)));
  }

  /** Returns all files. */
  public static Stream<ReferenceCase> all() {
    return names().map(ReferenceCase::of);
  }

  /** Reads one file. */
  public static ReferenceCase of(String name) {
    try (InputStream in = ReferenceCase.class.getResourceAsStream("/reference/" + name + ".json")) {
      return new ReferenceCase(name, new ObjectMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the mesh. */
  public Mesh mesh() {
    String topology = json.get("topology").asText().toUpperCase(Locale.ROOT);
    return Mesh.of(Topology.valueOf(topology), json.get("n").asInt());
  }

  /** Returns the errors. */
  public MeshErrors errors() {
    return new MeshErrors(
        reals("coupler_error_left"), reals("coupler_error_right"), reals("mzi_loss_db"));
  }

  /** Returns the phases. */
  public MeshPhases phases() {
    return new MeshPhases(reals("theta"), reals("phi"), reals("gamma"));
  }

  /** Returns a list of real numbers. */
  public double[] reals(String key) {
    double[] values = new double[json.get(key).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = json.get(key).get(i).asDouble();
    }
    return values;
  }

  /** Returns a complex vector as a batch of one. */
  public ComplexBatch vector(String key) {
    JsonNode list = json.get(key);
    ComplexBatch batch = ComplexBatch.zeros(list.size(), 1);
    for (int port = 0; port < list.size(); port++) {
      batch.set(port, 0, list.get(port).get(0).asDouble(), list.get(port).get(1).asDouble());
    }
    return batch;
  }

  /** Returns a complex matrix. */
  public ComplexMatrix matrix(String key) {
    JsonNode rows = json.get(key);
    ComplexMatrix matrix = ComplexMatrix.zeros(rows.size(), rows.get(0).size());
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < matrix.columns(); j++) {
        matrix.re()[i][j] = rows.get(i).get(j).get(0).asDouble();
        matrix.im()[i][j] = rows.get(i).get(j).get(1).asDouble();
      }
    }
    return matrix;
  }

  @Override
  public String toString() {
    return name;
  }
}
