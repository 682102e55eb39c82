package org.insitu.trainer.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshPhases;
import org.insitu.trainer.network.PhotonicNetwork;

/**
 * The phases of all layers as JSON: {@code {"format": "insitu phases 1", "topology": …, "ports": N,
 * "layers": [{"theta": […], "phi": […]}, …]}}, in radians in [0, 2π), nodes in light order.
 */
public final class PhasesFile {
  private static final String FORMAT = "insitu phases 1";

  private PhasesFile() {}

  /**
   * Writes phases, whole or not at all.
   *
   * @param parameters phases [rad] in the order of the network; Not modified
   * @throws IOException with one sentence if the file cannot be written
   */
  public static void write(Path file, PhotonicNetwork network, double[] parameters)
      throws IOException {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("format", FORMAT);
    root.put("unit", "rad");
    root.put("topology", network.mesh().topology().id());
    root.put("ports", network.mesh().ports());
    List<Map<String, double[]>> layers = new ArrayList<>();
    for (int layer = 0; layer < network.layers(); layer++) {
      MeshPhases phases = network.phases(parameters, layer);
      Map<String, double[]> entry = new LinkedHashMap<>();
      entry.put("theta", phases.theta());
      entry.put("phi", phases.phi());
      layers.add(entry);
    }
    root.put("layers", layers);
    AtomicFiles.write(file, toJson(root) + "\n");
  }

  /** Returns indented JSON. */
  public static String toJson(Map<String, Object> root) throws JsonProcessingException {
    return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(root);
  }

  /**
   * Reads phases for a mesh; the file says how many layers.
   *
   * @return phases [rad], layer by layer, θ before φ
   * @throws RunFileException if the file is not such a file or is for another mesh
   */
  public static double[] read(Path file, Mesh mesh) throws RunFileException {
    JsonNode root = tree(file);
    if (!root.path("format").asText().equals(FORMAT)) {
      throw new RunFileException(
          "%s: this is not a phases file; its 'format' must be '%s'.".formatted(file, FORMAT));
    }
    String topology = root.path("topology").asText();
    int ports = root.path("ports").asInt();
    if (!topology.equals(mesh.topology().id()) || ports != mesh.ports()) {
      throw new RunFileException(
          "%s: the phases are for a %s mesh of %d ports, but the chip has a %s mesh of %d."
              .formatted(file, topology, ports, mesh.topology().id(), mesh.ports()));
    }
    JsonNode layers = root.path("layers");
    if (!layers.isArray() || layers.isEmpty()) {
      throw new RunFileException("%s: 'layers' must be a list of layers.".formatted(file));
    }
    int nodes = mesh.nodeCount();
    double[] parameters = new double[layers.size() * 2 * nodes];
    for (int layer = 0; layer < layers.size(); layer++) {
      read(file, layers.get(layer), layer, "theta", parameters, 2 * layer * nodes, nodes);
      read(file, layers.get(layer), layer, "phi", parameters, (2 * layer + 1) * nodes, nodes);
    }
    return parameters;
  }

  private static void read(
      Path file, JsonNode entry, int layer, String name, double[] into, int first, int nodes)
      throws RunFileException {
    JsonNode values = entry.path(name);
    if (!values.isArray() || values.size() != nodes) {
      throw new RunFileException(
          "%s: layers[%d].%s must be a list of %d phases.".formatted(file, layer, name, nodes));
    }
    for (int node = 0; node < nodes; node++) {
      JsonNode value = values.get(node);
      if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
        throw new RunFileException(
            "%s: layers[%d].%s[%d] is %s, it must be a phase in radians."
                .formatted(file, layer, name, node, value));
      }
      into[first + node] = value.asDouble();
    }
  }

  /** Reads a file as JSON. */
  static JsonNode tree(Path file) throws RunFileException {
    try {
      return new ObjectMapper().readTree(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new RunFileException("%s: there is no such file.".formatted(file), e);
    } catch (JsonProcessingException e) {
      throw new RunFileException(
          "%s, line %d, column %d: the file is not JSON."
              .formatted(file, e.getLocation().getLineNr(), e.getLocation().getColumnNr()),
          e);
    } catch (IOException e) {
      throw new RunFileException(
          "%s: the file cannot be read: %s.".formatted(file, e.getMessage()), e);
    }
  }
}
