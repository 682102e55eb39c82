package org.insitu.mesh.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.processor.TapPowers;
import org.insitu.mesh.propagation.MeshGradient;

/**
 * Sends batches through a mesh as fast as this computer can.
 *
 * <p>Agrees with {@link org.insitu.mesh.propagation.MeshModel} to rounding: 1e-12 in double, 1e-5
 * in float for vectors of norm 1. Results do not depend on the number of threads, not in a bit.
 * Memory beside the batches is independent of the depth of the mesh: fields are never stored.
 *
 * <p>Owned by one thread; close it to let its helpers go.
 *
 * @param <B> {@link FloatBatch} or {@link ComplexBatch}
 */
public final class MeshEngine<B> implements AutoCloseable {
  private final Mesh mesh;
  private final ToIntFunction<B> portsOf;
  private final ToIntFunction<B> samplesOf;
  private final Team team;
  private final List<Traveller<B>> travellers = new ArrayList<>();
  private final int[] forwardVisit;
  private final int[] backwardVisit;
  private final PassPlan forward;
  private final PassPlan backward;
  private final PlanMaker forwardMaker;
  private final PlanMaker backwardMaker;
  private MeshPhases wanted;
  private boolean forwardIsMade;
  private boolean backwardIsMade;

  private MeshEngine(
      Mesh mesh,
      MeshErrors errors,
      int threads,
      ToIntFunction<B> portsOf,
      ToIntFunction<B> samplesOf,
      Supplier<Lanes<B>> lanes) {
    if (errors.lossDb().length != mesh.nodeCount()) {
      throw new IllegalArgumentException(
          "errors of %d nodes for a mesh of %d"
              .formatted(errors.lossDb().length, mesh.nodeCount()));
    }
    this.mesh = mesh;
    this.portsOf = portsOf;
    this.samplesOf = samplesOf;
    forwardVisit = NodeOrder.banded(mesh);
    backwardVisit = PlanMaker.visit(Direction.BACKWARD, forwardVisit);
    forward = new PassPlan(PlanMaker.tops(mesh, forwardVisit), mesh.ports());
    backward = new PassPlan(PlanMaker.tops(mesh, backwardVisit), mesh.ports());
    forwardMaker = maker(Direction.FORWARD, forwardVisit, errors);
    backwardMaker = maker(Direction.BACKWARD, backwardVisit, errors);
    team = new Team(threads);
    for (int member = 0; member < threads; member++) {
      travellers.add(new Traveller<>(lanes, mesh.ports()));
    }
    program(MeshPhases.bar(mesh));
  }

  /**
   * Creates an engine in single precision, in the bar state.
   *
   * @param errors imperfections; {@link MeshErrors#none} for a perfect mesh
   * @param threads threads to use, the caller's included, at least 1
   * @throws IllegalArgumentException if the errors do not fit the mesh or {@code threads} is below
   *     1
   */
  public static MeshEngine<FloatBatch> inFloat(Mesh mesh, MeshErrors errors, int threads) {
    return new MeshEngine<>(
        mesh,
        errors,
        threads,
        FloatBatch::ports,
        FloatBatch::samples,
        () -> new FloatLanes(mesh.ports()));
  }

  /**
   * Creates an engine in double precision, in the bar state.
   *
   * @see #inFloat
   */
  public static MeshEngine<ComplexBatch> inDouble(Mesh mesh, MeshErrors errors, int threads) {
    return new MeshEngine<>(
        mesh,
        errors,
        threads,
        ComplexBatch::ports,
        ComplexBatch::samples,
        () -> new DoubleLanes(mesh.ports()));
  }

  /** Returns the mesh; per-node arrays follow its nodes. */
  public Mesh mesh() {
    return mesh;
  }

  /**
   * Sets all phases, γ included.
   *
   * @throws IllegalArgumentException if the phases do not fit the mesh
   */
  public void program(MeshPhases phases) {
    if (phases.nodeCount() != mesh.nodeCount() || phases.gamma().length != mesh.ports()) {
      throw new IllegalArgumentException(
          "phases of %d nodes and %d ports for a mesh of %d nodes and %d ports"
              .formatted(
                  phases.nodeCount(), phases.gamma().length, mesh.nodeCount(), mesh.ports()));
    }
    wanted = phases;
    forwardIsMade = false;
    backwardIsMade = false;
  }

  /** Plans are made when light needs them: inference never looks backward. */
  private PassPlan plan(Direction direction) {
    if (direction == Direction.FORWARD) {
      if (!forwardIsMade) {
        forwardMaker.make(wanted, forward);
        forwardIsMade = true;
      }
      return forward;
    }
    if (!backwardIsMade) {
      backwardMaker.make(wanted, backward);
      backwardIsMade = true;
    }
    return backward;
  }

  /**
   * Computes the fields at the far side: U v forward, Uᵀ v backward.
   *
   * @param launches vectors, {@code [port][sample]}; Not modified unless it is the output too
   * @param output fields, same shape; Modified
   * @throws IllegalArgumentException if a batch does not fit
   */
  public void transform(Direction direction, B launches, B output) {
    Blocks blocks = blocks(launches, output);
    PassPlan plan = plan(direction);
    team.run(
        blocks.blocks(),
        (block, member) -> {
          Traveller<B> traveller = travellers.get(member);
          traveller.fields.load(launches, blocks.from(block), blocks.count(block));
          traveller.pass(plan, traveller.fields);
          traveller.fields.store(output, blocks.from(block));
        });
  }

  /**
   * Computes the fields at the far side and the tap powers at every heater, summed over the batch.
   *
   * @param launches vectors, {@code [port][sample]}; Not modified unless it is the output too
   * @param output fields, same shape; Modified
   * @throws IllegalArgumentException if a batch does not fit
   */
  public TapSums tapSums(Direction direction, B launches, B output) {
    Blocks blocks = blocks(launches, output);
    boolean isForward = direction == Direction.FORWARD;
    PassPlan plan = plan(direction);
    Sums sums = new Sums(blocks);
    team.run(
        blocks.slots(),
        (slot, member) -> {
          Traveller<B> traveller = travellers.get(member);
          for (int block = slot; block < blocks.blocks(); block += blocks.slots()) {
            traveller.fields.load(launches, blocks.from(block), blocks.count(block));
            traveller.passTaps(
                plan,
                isForward ? forwardVisit : backwardVisit,
                traveller.fields,
                !isForward,
                1,
                sums.theta[slot],
                sums.phi[slot]);
            traveller.fields.store(output, blocks.from(block));
          }
        });
    MeshGradient total = sums.total();
    return new TapSums(total.theta(), total.phi());
  }

  /**
   * Computes the fields at the far side and every tap power of every sample.
   *
   * @param launches vectors, {@code [port][sample]}; Not modified unless it is the output too
   * @param output fields, same shape; Modified
   * @param taps powers, {@code [node][sample]}; Modified
   * @throws IllegalArgumentException if a batch does not fit
   */
  public void propagate(Direction direction, B launches, B output, TapPowers taps) {
    Blocks blocks = blocks(launches, output);
    if (taps.theta().length != mesh.nodeCount() || taps.phi().length != mesh.nodeCount()) {
      throw new IllegalArgumentException(
          "taps of %d nodes for a mesh of %d".formatted(taps.theta().length, mesh.nodeCount()));
    }
    boolean isForward = direction == Direction.FORWARD;
    PassPlan plan = plan(direction);
    team.run(
        blocks.blocks(),
        (block, member) -> {
          Traveller<B> traveller = travellers.get(member);
          traveller.fields.load(launches, blocks.from(block), blocks.count(block));
          traveller.passEveryTap(
              plan,
              isForward ? forwardVisit : backwardVisit,
              traveller.fields,
              !isForward,
              taps.theta(),
              taps.phi(),
              blocks.from(block));
          traveller.fields.store(output, blocks.from(block));
        });
  }

  /**
   * Computes the in situ gradient by three passes with a tap at every heater, backward, forward and
   * sum, and γ's derivative from the fields.
   *
   * @param input launches x, {@code [port][sample]}; Not modified
   * @param cotangent g = dL/dRe(y) - i dL/dIm(y), same shape; Not modified
   * @param output y = U x, same shape; Modified
   * @param adjointInput Uᵀg, same shape; Modified
   * @return derivatives summed over the batch, as {@link MeshGradient#ofTaps}
   * @throws IllegalArgumentException if a batch does not fit
   */
  public MeshGradient gradient(B input, B cotangent, B output, B adjointInput) {
    Blocks blocks = blocks(input, output);
    blocks(cotangent, adjointInput);
    if (samplesOf.applyAsInt(cotangent) != blocks.samples()) {
      throw new IllegalArgumentException(
          blocks.samples() + " inputs but " + samplesOf.applyAsInt(cotangent) + " cotangents");
    }
    makeBothPlans();
    Sums sums = new Sums(blocks);
    team.run(
        blocks.slots(),
        (slot, member) -> {
          for (int block = slot; block < blocks.blocks(); block += blocks.slots()) {
            threePasses(
                travellers.get(member),
                blocks.from(block),
                blocks.count(block),
                input,
                cotangent,
                output,
                adjointInput,
                sums,
                slot);
          }
        });
    return sums.total();
  }

  private void makeBothPlans() {
    Direction[] directions = Direction.values();
    team.run(directions.length, (task, member) -> plan(directions[task]));
  }

  private void threePasses(
      Traveller<B> traveller,
      int from,
      int count,
      B input,
      B cotangent,
      B output,
      B adjointInput,
      Sums sums,
      int slot) {
    Lanes<B> fields = traveller.fields;
    Lanes<B> adjoint = traveller.adjoint;
    double[] theta = sums.theta[slot];
    double[] phi = sums.phi[slot];
    Lanes<B> sum = traveller.sumLaunch;
    adjoint.load(cotangent, from, count);
    traveller.passTaps(backward, backwardVisit, adjoint, true, -0.5, theta, phi);
    adjoint.store(adjointInput, from);
    fields.load(input, from, count);
    sum.load(input, from, count);
    sum.addReversed(adjoint);
    traveller.passTapDifference(forward, forwardVisit, sum, fields, 0.5, theta, phi);
    fields.store(output, from);
    adjoint.load(cotangent, from, count);
    for (int port = 0; port < mesh.ports(); port++) {
      sums.gamma[slot][port] += fields.minusImaginaryProduct(port, adjoint);
    }
  }

  /** Lets the helper threads go; closing twice is harmless. */
  @Override
  public void close() {
    team.close();
  }

  private PlanMaker maker(Direction direction, int[] visit, MeshErrors errors) {
    boolean perfect =
        Arrays.stream(errors.lossDb()).allMatch(loss -> loss == 0)
            && Arrays.stream(errors.couplerErrorLeft()).allMatch(error -> error == 0)
            && Arrays.stream(errors.couplerErrorRight()).allMatch(error -> error == 0);
    return perfect
        ? new PerfectPlan(direction, visit, mesh.ports())
        : new ImperfectPlan(direction, visit, mesh.ports(), errors);
  }

  private Blocks blocks(B launches, B output) {
    if (portsOf.applyAsInt(launches) != mesh.ports()
        || portsOf.applyAsInt(output) != mesh.ports()
        || samplesOf.applyAsInt(launches) != samplesOf.applyAsInt(output)) {
      throw new IllegalArgumentException(
          "batches of %d x %d and %d x %d for a mesh of %d ports"
              .formatted(
                  portsOf.applyAsInt(launches),
                  samplesOf.applyAsInt(launches),
                  portsOf.applyAsInt(output),
                  samplesOf.applyAsInt(output),
                  mesh.ports()));
    }
    return Blocks.of(samplesOf.applyAsInt(launches), mesh.nodeCount());
  }

  /** Sums per slot, added up in the order of the slots. */
  private final class Sums {
    private final double[][] theta;
    private final double[][] phi;
    private final double[][] gamma;

    Sums(Blocks blocks) {
      theta = new double[blocks.slots()][mesh.nodeCount()];
      phi = new double[blocks.slots()][mesh.nodeCount()];
      gamma = new double[blocks.slots()][mesh.ports()];
    }

    MeshGradient total() {
      for (int slot = 1; slot < theta.length; slot++) {
        add(theta[0], theta[slot]);
        add(phi[0], phi[slot]);
        add(gamma[0], gamma[slot]);
      }
      return new MeshGradient(theta[0], phi[0], gamma[0]);
    }

    private static void add(double[] into, double[] values) {
      for (int i = 0; i < into.length; i++) {
        into[i] += values[i];
      }
    }
  }
}
