package org.insitu.mesh.propagation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.insitu.mesh.ArmImbalance;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshNode;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.linear.ComplexMatrix;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.processor.Propagation;

/**
 * A mesh with its errors and phases as one list of elements, in light order.
 *
 * <p>Per node: the φ heater on the top port, the left coupler, the θ heater on the top port, the
 * right coupler, the loss of both arms (and left of a heater its arm's imbalance, if any); after
 * the last node one γ per port. Every element is symmetric, so backward light meets the same list
 * in reverse and sees Uᵀ. The taps sit at the right side of the heaters.
 *
 * <p>Not thread-safe: the phases are its state.
 */
public final class MeshModel {
  private static final int ELEMENTS_PER_NODE = 7;
  private static final int PHI_HEATER = 1;

  private final Mesh mesh;
  private final MeshErrors errors;
  private final double[] thetaArm;
  private final double[] phiArm;
  private MeshPhases phases;
  private List<Element> elements;

  /** Creates the model of a perfect mesh in the bar state. */
  public MeshModel(Mesh mesh) {
    this(mesh, MeshErrors.none(mesh));
  }

  /**
   * Creates the model of an imperfect mesh in the bar state.
   *
   * @throws IllegalArgumentException if the errors do not fit the mesh
   */
  public MeshModel(Mesh mesh, MeshErrors errors) {
    this(mesh, errors, ArmImbalance.none(mesh));
  }

  /**
   * Creates the model of an imperfect mesh with unequal arms in the bar state.
   *
   * @throws IllegalArgumentException if the errors or the imbalance do not fit the mesh
   */
  public MeshModel(Mesh mesh, MeshErrors errors, ArmImbalance imbalance) {
    int errorNodes = errors.lossDb().length;
    if (errorNodes != mesh.nodeCount()) {
      throw new IllegalArgumentException(
          "errors of " + errorNodes + " nodes for a mesh of " + mesh.nodeCount());
    }
    if (imbalance.thetaDb().length != mesh.nodeCount()) {
      throw new IllegalArgumentException(
          "imbalance of %d nodes for a mesh of %d"
              .formatted(imbalance.thetaDb().length, mesh.nodeCount()));
    }
    this.mesh = mesh;
    this.errors = errors;
    thetaArm = imbalance.thetaFactors();
    phiArm = imbalance.phiFactors();
    setPhases(MeshPhases.bar(mesh));
  }

  /** Returns the mesh. */
  public Mesh mesh() {
    return mesh;
  }

  /** Returns the static imperfections. */
  public MeshErrors errors() {
    return errors;
  }

  /** Returns the phases as set last, the bar state before any. */
  public MeshPhases phases() {
    return phases;
  }

  /**
   * Sets all phases; γ counts.
   *
   * @throws IllegalArgumentException if the phases do not fit the mesh
   */
  public void setPhases(MeshPhases phases) {
    checkFits(mesh, phases);
    List<Element> list = new ArrayList<>(ELEMENTS_PER_NODE * mesh.nodeCount() + mesh.ports());
    double[] theta = phases.theta();
    double[] phi = phases.phi();
    double[] left = errors.couplerErrorLeft();
    double[] right = errors.couplerErrorRight();
    double[] loss = errors.lossDb();
    for (int node = 0; node < theta.length; node++) {
      MeshNode at = mesh.nodes().get(node);
      list.add(new Element.Arm(at.row(), phiArm[node]));
      list.add(Element.Heater.of(at.row(), phi[node]));
      list.add(Element.Coupler.of(at.row(), left[node]));
      list.add(new Element.Arm(at.row(), thetaArm[node]));
      list.add(Element.Heater.of(at.row(), theta[node]));
      list.add(Element.Coupler.of(at.row(), right[node]));
      list.add(Element.Loss.of(at.row(), loss[node]));
    }
    double[] gamma = phases.gamma();
    for (int port = 0; port < gamma.length; port++) {
      list.add(Element.Heater.of(port, gamma[port]));
    }
    this.phases = phases;
    elements = list;
  }

  /** Returns U as a new matrix. */
  public ComplexMatrix matrix() {
    ComplexMatrix identity = ComplexMatrix.identity(mesh.ports());
    ComplexBatch columns =
        transform(Direction.FORWARD, new ComplexBatch(identity.re(), identity.im()));
    return new ComplexMatrix(columns.re(), columns.im());
  }

  /**
   * Returns the fields at the far side: U v forward, Uᵀ v backward.
   *
   * @param launches vectors, {@code [port][sample]}; Not modified
   * @throws IllegalArgumentException if the batch does not fit the mesh
   */
  public ComplexBatch transform(Direction direction, ComplexBatch launches) {
    return run(direction, launches, Optional.empty());
  }

  /**
   * Sends a batch through the mesh and reads output fields and all taps.
   *
   * @param launches vectors, {@code [port][sample]}; Not modified
   * @throws IllegalArgumentException if the batch does not fit the mesh
   */
  public Propagation propagate(Direction direction, ComplexBatch launches) {
    TappedFields tapped = fields(direction, launches);
    return new Propagation(tapped.output(), Optional.of(tapped.heaters().powers()));
  }

  /**
   * Sends a batch through the mesh and keeps the complex field at every heater.
   *
   * @param launches vectors, {@code [port][sample]}; Not modified
   * @throws IllegalArgumentException if the batch does not fit the mesh
   */
  public TappedFields fields(Direction direction, ComplexBatch launches) {
    HeaterFields heaters =
        new HeaterFields(
            ComplexBatch.zeros(mesh.nodeCount(), launches.samples()),
            ComplexBatch.zeros(mesh.nodeCount(), launches.samples()));
    ComplexBatch output = run(direction, launches, Optional.of(heaters));
    return new TappedFields(output, heaters);
  }

  /**
   * Computes the exact gradient of a loss by the adjoint method: one forward and one backward pass.
   *
   * @param input launches x, {@code [port][sample]}; Not modified
   * @param cotangent g = dL/dRe(y) - i dL/dIm(y) at the output, same shape; Not modified
   * @throws IllegalArgumentException if the batches do not fit the mesh or each other
   */
  public AdjointResult adjoint(ComplexBatch input, ComplexBatch cotangent) {
    checkSamples(input, cotangent);
    TappedFields forward = fields(Direction.FORWARD, input);
    TappedFields backward = fields(Direction.BACKWARD, cotangent);
    MeshGradient gradient =
        MeshGradient.ofFields(forward.heaters(), backward.heaters(), forward.output(), cotangent);
    return new AdjointResult(forward.output(), backward.output(), gradient);
  }

  /**
   * Computes the gradient as a chip does, from tap powers of three passes: forward, backward, sum.
   *
   * @param input launches x, {@code [port][sample]}; Not modified
   * @param cotangent g at the output, same shape; Not modified
   * @throws IllegalArgumentException if the batches do not fit the mesh or each other
   * @see MeshGradient#ofTaps
   */
  public AdjointResult insitu(ComplexBatch input, ComplexBatch cotangent) {
    checkSamples(input, cotangent);
    Propagation forward = propagate(Direction.FORWARD, input);
    Propagation backward = propagate(Direction.BACKWARD, cotangent);
    Propagation sum = propagate(Direction.FORWARD, sumLaunch(input, backward.output()));
    MeshGradient gradient =
        MeshGradient.ofTaps(
            forward.taps().orElseThrow(),
            backward.taps().orElseThrow(),
            sum.taps().orElseThrow(),
            forward.output(),
            cotangent);
    return new AdjointResult(forward.output(), backward.output(), gradient);
  }

  /**
   * Returns the launch of the sum pass, x - i conj(x_adj).
   *
   * @param input x, {@code [port][sample]}; Not modified
   * @param adjointInput x_adj = Uᵀg, same shape; Not modified
   */
  public static ComplexBatch sumLaunch(ComplexBatch input, ComplexBatch adjointInput) {
    ComplexBatch sum = input.copy();
    for (int port = 0; port < input.ports(); port++) {
      for (int sample = 0; sample < input.samples(); sample++) {
        // -i conj(a + ib) = -b - ia
        sum.re()[port][sample] -= adjointInput.im()[port][sample];
        sum.im()[port][sample] -= adjointInput.re()[port][sample];
      }
    }
    return sum;
  }

  /**
   * Checks that phases belong to a mesh.
   *
   * @throws IllegalArgumentException if they do not
   */
  static void checkFits(Mesh mesh, MeshPhases phases) {
    if (phases.nodeCount() != mesh.nodeCount() || phases.gamma().length != mesh.ports()) {
      throw new IllegalArgumentException(
          "phases of %d nodes and %d ports for a mesh of %d nodes and %d ports"
              .formatted(
                  phases.nodeCount(), phases.gamma().length, mesh.nodeCount(), mesh.ports()));
    }
  }

  private ComplexBatch run(
      Direction direction, ComplexBatch launches, Optional<HeaterFields> heaters) {
    if (launches.ports() != mesh.ports()) {
      throw new IllegalArgumentException(
          "vectors of " + launches.ports() + " ports for a mesh of " + mesh.ports());
    }
    ComplexBatch fields = launches.copy();
    boolean forward = direction == Direction.FORWARD;
    for (int step = 0; step < elements.size(); step++) {
      int index = forward ? step : elements.size() - 1 - step;
      Element element = elements.get(index);
      // The tap is at the right of the heater: after it for forward light, before it for backward.
      if (forward) {
        element.apply(fields.re(), fields.im());
        heaters.ifPresent(into -> tap(index, element, fields, into));
      } else {
        heaters.ifPresent(into -> tap(index, element, fields, into));
        element.apply(fields.re(), fields.im());
      }
    }
    return fields;
  }

  private void tap(int index, Element element, ComplexBatch fields, HeaterFields into) {
    int node = index / ELEMENTS_PER_NODE;
    if (node >= mesh.nodeCount() || !(element instanceof Element.Heater heater)) {
      return;
    }
    ComplexBatch at = index % ELEMENTS_PER_NODE == PHI_HEATER ? into.phi() : into.theta();
    System.arraycopy(fields.re()[heater.port()], 0, at.re()[node], 0, fields.samples());
    System.arraycopy(fields.im()[heater.port()], 0, at.im()[node], 0, fields.samples());
  }

  private static void checkSamples(ComplexBatch input, ComplexBatch cotangent) {
    if (input.samples() != cotangent.samples()) {
      throw new IllegalArgumentException(
          input.samples() + " inputs but " + cotangent.samples() + " cotangents");
    }
  }
}
