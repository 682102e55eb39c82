package org.insitu.cli.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.insitu.cli.console.UserMistake;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshNode;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.Topology;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.processor.Propagation;
import org.insitu.mesh.propagation.MeshGradient;
import org.insitu.mesh.propagation.MeshModel;

/**
 * One case of the reference format, evaluated: matrix, output, loss, cotangent, adjoint, taps and
 * gradients.
 *
 * <p>{@code topology} and {@code n} are required. Phases default to the bar state (θ = φ = π, γ =
 * 0), errors to none. {@code input} adds fields and taps, {@code loss_weights} w the loss Σ w |y|²
 * with its gradients. Results that stand in the file already are ignored and computed anew.
 */
public final class MeshCase {
  /** The model is exact to any size; beyond this a matrix fills gigabytes of JSON. */
  private static final int MOST_PORTS = 1024;

  private static final List<String> INPUTS =
      List.of(
          "topology",
          "n",
          "nodes",
          "theta",
          "phi",
          "gamma",
          "coupler_error_left",
          "coupler_error_right",
          "mzi_loss_db",
          "input",
          "loss_weights");

  private static final List<String> RESULTS =
      List.of(
          "matrix",
          "output",
          "loss",
          "cotangent",
          "adjoint_input",
          "tap_theta_forward",
          "tap_phi_forward",
          "tap_theta_backward",
          "tap_phi_backward",
          "tap_theta_sum",
          "tap_phi_sum",
          "grad_theta",
          "grad_phi",
          "grad_theta_from_taps",
          "grad_phi_from_taps");

  private final MeshModel model;
  private final Optional<ComplexBatch> input;
  private final Optional<double[]> weights;

  private MeshCase(MeshModel model, Optional<ComplexBatch> input, Optional<double[]> weights) {
    this.model = model;
    this.input = input;
    this.weights = weights;
  }

  /**
   * Reads a case file and returns everything computed about it as JSON.
   *
   * @param file case in the reference format
   * @param pretty whether the JSON is indented, or one line
   * @throws UserMistake if the file cannot be read or is not such a case
   */
  public static String evaluate(Path file, boolean pretty) {
    List<String> known = Stream.concat(INPUTS.stream(), RESULTS.stream()).toList();
    return read(CaseReader.open(file, known)).write(new CaseWriter(pretty));
  }

  private static MeshCase read(CaseReader in) {
    List<String> topologies = Arrays.stream(Topology.values()).map(Topology::id).toList();
    String topology = in.word("topology", topologies).toUpperCase(Locale.ROOT);
    Mesh mesh = Mesh.of(Topology.valueOf(topology), in.whole("n", 2, MOST_PORTS));
    if (in.has("nodes")) {
      checkNodes(in, mesh);
    }
    int nodes = mesh.nodeCount();
    MeshPhases phases =
        new MeshPhases(
            in.reals("theta", nodes, Math.PI),
            in.reals("phi", nodes, Math.PI),
            in.reals("gamma", mesh.ports(), 0));
    double[] lossDb = in.reals("mzi_loss_db", nodes, 0);
    for (int node = 0; node < nodes; node++) {
      if (lossDb[node] < 0) {
        throw in.mistake(
            "mzi_loss_db[" + node + "]", "is %s dB; it attenuates and must be >= 0", lossDb[node]);
      }
    }
    MeshErrors errors =
        new MeshErrors(
            in.reals("coupler_error_left", nodes, 0),
            in.reals("coupler_error_right", nodes, 0),
            lossDb);
    if (in.has("loss_weights") && !in.has("input")) {
      throw in.mistake("loss_weights", "needs the key \"input\" too");
    }
    MeshModel model = new MeshModel(mesh, errors);
    model.setPhases(phases);
    return new MeshCase(
        model,
        in.has("input") ? Optional.of(in.vector("input", mesh.ports())) : Optional.empty(),
        in.has("loss_weights")
            ? Optional.of(in.reals("loss_weights", mesh.ports(), 0))
            : Optional.empty());
  }

  /** Per-node lists follow the nodes, so another order would be evaluated as another mesh. */
  private static void checkNodes(CaseReader in, Mesh mesh) {
    JsonNode list = in.list("nodes", mesh.nodeCount());
    for (int i = 0; i < mesh.nodeCount(); i++) {
      MeshNode node = mesh.nodes().get(i);
      String expected = "[" + node.column() + "," + node.row() + "]";
      if (!list.get(i).toString().equals(expected)) {
        throw in.mistake(
            "nodes",
            "entry %d must be %s (column, row; in light order), found %s",
            i,
            expected,
            list.get(i));
      }
    }
  }

  private String write(CaseWriter out) {
    Mesh mesh = model.mesh();
    MeshPhases phases = model.phases();
    MeshErrors errors = model.errors();
    out.word("topology", mesh.topology().id())
        .whole("n", mesh.ports())
        .nodes("nodes", mesh)
        .reals("theta", phases.theta())
        .reals("phi", phases.phi())
        .reals("gamma", phases.gamma())
        .reals("coupler_error_left", errors.couplerErrorLeft())
        .reals("coupler_error_right", errors.couplerErrorRight())
        .reals("mzi_loss_db", errors.lossDb())
        .matrix("matrix", model.matrix());
    input.ifPresent(x -> writeFields(out, x));
    return out.finish();
  }

  private void writeFields(CaseWriter out, ComplexBatch x) {
    Propagation forward = model.propagate(Direction.FORWARD, x);
    out.vector("input", x).vector("output", forward.output());
    if (weights.isEmpty()) {
      out.taps("forward", forward.taps().orElseThrow());
      return;
    }
    double[] w = weights.get();
    ComplexBatch y = forward.output();
    ComplexBatch cotangent = ComplexBatch.zeros(w.length, 1);
    double loss = 0;
    for (int port = 0; port < w.length; port++) {
      double re = y.re()[port][0];
      double im = y.im()[port][0];
      loss += w[port] * (re * re + im * im);
      cotangent.set(port, 0, 2 * w[port] * re, -2 * w[port] * im);
    }
    Propagation backward = model.propagate(Direction.BACKWARD, cotangent);
    Propagation sum = model.propagate(Direction.FORWARD, MeshModel.sumLaunch(x, backward.output()));
    MeshGradient exact = model.adjoint(x, cotangent).gradient();
    MeshGradient fromTaps = model.insitu(x, cotangent).gradient();
    out.reals("loss_weights", w)
        .number("loss", loss)
        .vector("cotangent", cotangent)
        .vector("adjoint_input", backward.output())
        .taps("forward", forward.taps().orElseThrow())
        .taps("backward", backward.taps().orElseThrow())
        .taps("sum", sum.taps().orElseThrow())
        .reals("grad_theta", exact.theta())
        .reals("grad_phi", exact.phi())
        .reals("grad_theta_from_taps", fromTaps.theta())
        .reals("grad_phi_from_taps", fromTaps.phi());
  }
}
