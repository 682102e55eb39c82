package org.insitu.mesh.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.insitu.mesh.ArmImbalance;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.linear.ComplexBatch;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.processor.TapPowers;
import org.insitu.mesh.processor.TapSums;
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
  /**
   * The matrix takes three passes of N basis vectors and N² products per sample, but only those
   * passes of the samples whose outputs are wanted. Measured with 16 to 256 ports, both take about
   * the same time with this many samples per port: none is wanted ...
   */
  private static final int WORTH_A_MATRIX_ALONE = 3;

  /** ... the adjoint at the input is wanted ... */
  private static final int WORTH_A_MATRIX_WITH_ADJOINT = 6;

  /** ... and both outputs are. */
  private static final int WORTH_A_MATRIX_WITH_BOTH = 12;

  /** Below, loops over ports are short and never beat those over samples. */
  private static final int PORTS_WORTH_A_MATRIX = 32;

  /** From here on a product with U, which takes N basis vectors to know, beats the nodes. */
  private static final int WORTH_A_PRODUCT = 6;

  private final Mesh mesh;
  private final ToIntFunction<B> portsOf;
  private final ToIntFunction<B> samplesOf;
  private final Team team;
  private final boolean ownsTeam;
  private final List<Traveller<B>> travellers = new ArrayList<>();
  private final Plans plans;
  private final Transfer<B> transfer;

  private MeshEngine(
      Mesh mesh,
      MeshErrors errors,
      ArmImbalance imbalance,
      Team team,
      boolean ownsTeam,
      ToIntFunction<B> portsOf,
      ToIntFunction<B> samplesOf,
      IntFunction<B> square,
      Supplier<Lanes<B>> lanes) {
    if (errors.lossDb().length != mesh.nodeCount()) {
      throw new IllegalArgumentException(
          "errors of %d nodes for a mesh of %d"
              .formatted(errors.lossDb().length, mesh.nodeCount()));
    }
    if (imbalance.thetaDb().length != mesh.nodeCount()) {
      throw new IllegalArgumentException(
          "imbalance of %d nodes for a mesh of %d"
              .formatted(imbalance.thetaDb().length, mesh.nodeCount()));
    }
    this.mesh = mesh;
    this.portsOf = portsOf;
    this.samplesOf = samplesOf;
    plans = new Plans(mesh, errors, imbalance);
    transfer = new Transfer<>(mesh, square);
    this.team = team;
    this.ownsTeam = ownsTeam;
    for (int member = 0; member < team.size(); member++) {
      travellers.add(new Traveller<>(mesh.ports(), lanes));
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
    return inFloat(mesh, errors, ArmImbalance.none(mesh), threads);
  }

  /**
   * Creates an engine with unequal arms.
   *
   * @see #inFloat(Mesh, MeshErrors, int)
   */
  public static MeshEngine<FloatBatch> inFloat(
      Mesh mesh, MeshErrors errors, ArmImbalance imbalance, int threads) {
    return inFloat(mesh, errors, imbalance, new Team(threads), true);
  }

  /**
   * Creates an engine that shares its threads with others.
   *
   * @param team threads to use; stays open when the engine is closed
   * @see #inFloat(Mesh, MeshErrors, int)
   */
  public static MeshEngine<FloatBatch> inFloat(
      Mesh mesh, MeshErrors errors, ArmImbalance imbalance, Team team) {
    return inFloat(mesh, errors, imbalance, team, false);
  }

  private static MeshEngine<FloatBatch> inFloat(
      Mesh mesh, MeshErrors errors, ArmImbalance imbalance, Team team, boolean ownsTeam) {
    return new MeshEngine<>(
        mesh,
        errors,
        imbalance,
        team,
        ownsTeam,
        FloatBatch::ports,
        FloatBatch::samples,
        ports -> FloatBatch.zeros(ports, ports),
        () ->
            VectorKernels.FLOATS
                .<Lanes<FloatBatch>>map(kernel -> new VectorFloatLanes(mesh.ports(), kernel))
                .orElseGet(() -> new FloatLanes(mesh.ports())));
  }

  /**
   * Creates an engine in double precision, in the bar state.
   *
   * @see #inFloat(Mesh, MeshErrors, int)
   */
  public static MeshEngine<ComplexBatch> inDouble(Mesh mesh, MeshErrors errors, int threads) {
    return inDouble(mesh, errors, ArmImbalance.none(mesh), threads);
  }

  /**
   * Creates an engine with unequal arms.
   *
   * @see #inFloat(Mesh, MeshErrors, int)
   */
  public static MeshEngine<ComplexBatch> inDouble(
      Mesh mesh, MeshErrors errors, ArmImbalance imbalance, int threads) {
    return new MeshEngine<>(
        mesh,
        errors,
        imbalance,
        new Team(threads),
        true,
        ComplexBatch::ports,
        ComplexBatch::samples,
        ports -> ComplexBatch.zeros(ports, ports),
        () ->
            VectorKernels.DOUBLES
                .<Lanes<ComplexBatch>>map(kernel -> new VectorDoubleLanes(mesh.ports(), kernel))
                .orElseGet(() -> new DoubleLanes(mesh.ports())));
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
    plans.program(phases);
    transfer.forget();
  }

  /**
   * Computes the fields at the far side: U v forward, Uᵀ v backward; node by node, or with many
   * samples as a product with U, which is computed node by node.
   *
   * @param launches vectors, {@code [port][sample]}; Not modified unless it is the output too
   * @param output fields, same shape; Modified
   * @throws IllegalArgumentException if a batch does not fit
   */
  public void transform(Direction direction, B launches, B output) {
    Blocks blocks = blocks(launches, output);
    if (team.size() > 1) {
      // Training looks both ways, and the other plan costs no time beside this one.
      plans.makeBoth(team);
    }
    boolean byProduct = isWorthAProduct(blocks.samples());
    if (byProduct) {
      transfer.make(plans.of(Direction.FORWARD), team, travellers);
    }
    team.run(
        blocks.blocks(),
        (block, member) -> {
          Traveller<B> traveller = travellers.get(member);
          traveller.fields.load(launches, blocks.from(block), blocks.count(block));
          send(traveller, direction, traveller.fields, byProduct, false)
              .store(output, blocks.from(block));
        });
  }

  private boolean isWorthAProduct(int samples) {
    return travellers.get(0).fields.multipliesFast() && isWorthAProduct(mesh.ports(), samples);
  }

  /** Depends on the shapes alone: the same launches give the same bits whatever came before. */
  static boolean isWorthAProduct(int ports, int samples) {
    return ports >= PORTS_WORTH_A_MATRIX && samples > WORTH_A_PRODUCT * ports;
  }

  /** Returns the block with what has come out at the far side; the launches may be gone. */
  private Lanes<B> send(
      Traveller<B> at,
      Direction direction,
      Lanes<B> launches,
      boolean byProduct,
      boolean realPartsOnly) {
    if (byProduct) {
      at.sumLaunch.product(transfer.of(direction), launches, realPartsOnly);
      return at.sumLaunch;
    }
    at.pass(plans.of(direction), launches);
    return launches;
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
    PassPlan plan = plans.of(direction);
    TapTotals[] totals = plans.totals(blocks.slots());
    team.run(
        blocks.slots(),
        (slot, member) -> {
          Traveller<B> traveller = travellers.get(member);
          for (int block = slot; block < blocks.blocks(); block += blocks.slots()) {
            traveller.fields.load(launches, blocks.from(block), blocks.count(block));
            traveller.passTaps(plan, traveller.fields, 1, totals[slot]);
            traveller.fields.store(output, blocks.from(block));
          }
        });
    return plans.read(direction, totals);
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
    PassPlan plan = plans.of(direction);
    team.run(
        blocks.blocks(),
        (block, member) -> {
          Traveller<B> traveller = travellers.get(member);
          traveller.fields.load(launches, blocks.from(block), blocks.count(block));
          traveller.passEveryTap(
              plan,
              plans.visit(direction),
              traveller.fields,
              !isForward,
              taps.theta(),
              taps.phi(),
              blocks.from(block));
          traveller.fields.store(output, blocks.from(block));
        });
  }

  /**
   * Computes the in situ gradient, from the taps of forward, backward and sum passes, and γ's
   * derivative from the fields; sample by sample or by the whole matrix, whichever is faster.
   *
   * @param input launches x, {@code [port][sample]}; Not modified
   * @param cotangent g = dL/dRe(y) - i dL/dIm(y), same shape; Not modified
   * @param output y = U x, same shape; Modified
   * @param adjointInput Uᵀg, same shape; Modified
   * @return derivatives summed over the batch, as {@link MeshGradient#ofTaps}
   * @throws IllegalArgumentException if a batch does not fit
   */
  public MeshGradient gradient(B input, B cotangent, B output, B adjointInput) {
    return isWorthAMatrix(input, WORTH_A_MATRIX_WITH_BOTH)
        ? gradientByMatrix(input, cotangent, output, adjointInput)
        : gradientPerSample(input, cotangent, output, adjointInput);
  }

  private boolean isWorthAMatrix(B input, Optional<B> adjointInput) {
    return isWorthAMatrix(
        input, adjointInput.isPresent() ? WORTH_A_MATRIX_WITH_ADJOINT : WORTH_A_MATRIX_ALONE);
  }

  private boolean isWorthAMatrix(B input, int samplesPerPort) {
    return plans.lossless()
        && mesh.ports() >= PORTS_WORTH_A_MATRIX
        && samplesOf.applyAsInt(input) > samplesPerPort * mesh.ports();
  }

  /**
   * Computes the in situ gradient where y is known already, as in training, where the cotangent
   * follows from it. The whole matrix then spares the forward pass of the samples.
   *
   * @param input launches x; Not modified
   * @param output y = U x as {@link #transform} gave it; comes out the same
   * @param cotangent g; Not modified
   * @param adjointInput Re(Uᵀg), the derivative by real launches, in real parts; imaginary parts
   *     mean nothing; Modified; empty where it is of no use, below the first layer
   * @return derivatives summed over the batch, as {@link MeshGradient#ofTaps}
   * @throws IllegalArgumentException if a batch does not fit
   */
  public MeshGradient gradientOfOutput(B input, B output, B cotangent, Optional<B> adjointInput) {
    if (isWorthAMatrix(input, adjointInput)) {
      return matrixGradient(input, cotangent, output, true, adjointInput);
    }
    return gradientPerSample(input, cotangent, output, adjointInput);
  }

  /**
   * Computes the gradient by three passes of every sample: backward, forward and sum.
   *
   * @see #gradient
   */
  public MeshGradient gradientPerSample(B input, B cotangent, B output, B adjointInput) {
    return gradientPerSample(input, cotangent, output, Optional.of(adjointInput));
  }

  private MeshGradient gradientPerSample(B input, B cotangent, B output, Optional<B> adjointInput) {
    Blocks blocks = gradientBlocks(input, cotangent, output, adjointInput);
    plans.makeBoth(team);
    GradientSums sums = new GradientSums(plans, blocks);
    team.run(
        blocks.slots(),
        (slot, member) -> {
          Traveller<B> at = travellers.get(member);
          for (int block = slot; block < blocks.blocks(); block += blocks.slots()) {
            int from = blocks.from(block);
            int count = blocks.count(block);
            at.adjoint.load(cotangent, from, count);
            at.fields.load(input, from, count);
            at.sumLaunch.load(input, from, count);
            at.threePasses(plans, sums.forward[slot], sums.backward[slot]);
            if (adjointInput.isPresent()) {
              at.adjoint.store(adjointInput.get(), from);
            }
            at.fields.store(output, from);
            at.adjoint.load(cotangent, from, count);
            at.fields.addGamma(at.adjoint, sums.gamma[slot]);
          }
        });
    return sums.gradient(team);
  }

  /**
   * Computes the gradient from M = Σ x gᵀ: the in situ differences are bilinear in x and g, so
   * three passes of the N basis vectors with the rows of M as cotangents give the sum over any
   * number of samples. With loss they are not bilinear, the reversed wave then differs from the
   * backward one.
   *
   * @throws IllegalStateException if the mesh has loss
   * @see #gradient
   */
  public MeshGradient gradientByMatrix(B input, B cotangent, B output, B adjointInput) {
    if (!plans.lossless()) {
      throw new IllegalStateException("the mesh has loss; its in situ gradient goes by samples");
    }
    return matrixGradient(input, cotangent, output, false, Optional.of(adjointInput));
  }

  /**
   * Computes the exact gradient, as a computer does that knows the mesh. The cotangent goes
   * backward once; with w = -i conj of what comes out, x + w and x - w go forward, and a quarter of
   * the difference of their powers at a heater is -Im(field · adjoint). By the matrix both waves
   * start at the far side, where U is known, and nothing goes backward first. No field is stored.
   *
   * @param input launches x; Not modified
   * @param output y = U x as {@link #transform} gave it; Not modified
   * @param cotangent g; Not modified
   * @param adjointInput Re(Uᵀg) in real parts, as for {@link #gradientOfOutput}
   * @return derivatives summed over the batch
   * @throws IllegalArgumentException if a batch does not fit
   * @throws IllegalStateException if the mesh has loss: the way back is then not the way there
   */
  public MeshGradient modelGradient(B input, B output, B cotangent, Optional<B> adjointInput) {
    if (!plans.lossless()) {
      throw new IllegalStateException("the mesh has loss; its exact gradient takes stored fields");
    }
    if (isWorthAMatrix(input, adjointInput)) {
      return matrixGradient(input, cotangent, output, true, adjointInput, true);
    }
    Blocks blocks = gradientBlocks(input, cotangent, output, adjointInput);
    plans.makeBoth(team);
    GradientSums sums = new GradientSums(plans, blocks);
    team.run(
        blocks.slots(),
        (slot, member) -> {
          Traveller<B> at = travellers.get(member);
          for (int block = slot; block < blocks.blocks(); block += blocks.slots()) {
            int from = blocks.from(block);
            int count = blocks.count(block);
            at.adjoint.load(cotangent, from, count);
            at.fields.load(output, from, count);
            at.fields.addGamma(at.adjoint, sums.gamma[slot]);
            at.fields.load(input, from, count);
            at.sumLaunch.load(input, from, count);
            at.derive(plans, sums.forward[slot]);
            if (adjointInput.isPresent()) {
              at.adjoint.store(adjointInput.get(), from);
            }
          }
        });
    return sums.gradient(team);
  }

  private MeshGradient matrixGradient(
      B input, B cotangent, B output, boolean outputIsKnown, Optional<B> adjointInput) {
    return matrixGradient(input, cotangent, output, outputIsKnown, adjointInput, false);
  }

  private MeshGradient matrixGradient(
      B input,
      B cotangent,
      B output,
      boolean outputIsKnown,
      Optional<B> adjointInput,
      boolean exact) {
    Blocks blocks = gradientBlocks(input, cotangent, output, adjointInput);
    plans.makeBoth(team);
    boolean byProduct = isWorthAProduct(blocks.samples());
    if (exact || (byProduct && (!outputIsKnown || adjointInput.isPresent()))) {
      transfer.make(plans.of(Direction.FORWARD), team, travellers);
    }
    double[][] gamma = new double[blocks.slots()][mesh.ports()];
    int ports = mesh.ports();
    double[][][] re = new double[blocks.slots()][ports][ports];
    double[][][] im = new double[blocks.slots()][ports][ports];
    team.run(
        blocks.slots(),
        (slot, member) -> {
          Traveller<B> at = travellers.get(member);
          for (int block = slot; block < blocks.blocks(); block += blocks.slots()) {
            at.fields.load(input, blocks.from(block), blocks.count(block));
            at.adjoint.load(cotangent, blocks.from(block), blocks.count(block));
            at.adjoint.addProducts(at.fields, re[slot], im[slot]);
            if (!outputIsKnown) {
              send(at, Direction.FORWARD, at.fields, byProduct, false)
                  .store(output, blocks.from(block));
            }
            at.fields.load(output, blocks.from(block), blocks.count(block));
            at.fields.addGamma(at.adjoint, gamma[slot]);
            if (adjointInput.isPresent()) {
              send(at, Direction.BACKWARD, at.adjoint, byProduct, outputIsKnown)
                  .store(adjointInput.get(), blocks.from(block));
            }
          }
        });
    BasisGradient<B> basis = new BasisGradient<>(plans, transfer, exact, true);
    team.run(basis.tasks(), (task, member) -> basis.run(task, travellers.get(member), re, im));
    team.run(basis.readings(), (reading, member) -> basis.read(reading));
    return basis.gradient(GradientSums.sum(gamma));
  }

  private Blocks gradientBlocks(B input, B cotangent, B output, Optional<B> adjointInput) {
    Blocks blocks = blocks(input, output);
    blocks(cotangent, adjointInput.orElse(cotangent));
    if (samplesOf.applyAsInt(cotangent) != blocks.samples()) {
      throw new IllegalArgumentException(
          blocks.samples() + " inputs but " + samplesOf.applyAsInt(cotangent) + " cotangents");
    }
    return blocks;
  }

  /** Lets its own helper threads go; closing twice is harmless. */
  @Override
  public void close() {
    if (ownsTeam) {
      team.close();
    }
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
}
