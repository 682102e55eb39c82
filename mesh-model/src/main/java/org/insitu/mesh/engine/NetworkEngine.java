package org.insitu.mesh.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.propagation.MeshGradient;

/**
 * Meshes one behind the other with electronics between them, for batches of many samples per port.
 * Agrees with one {@link MeshEngine} per mesh to rounding, and is faster: samples go all the way
 * through and back while they lie in a processor's own cache, and its threads meet a few times per
 * gradient instead of at every step of every mesh.
 *
 * <p>Gradients are those by the matrix. Results do not depend on the number of threads, not in a
 * bit. Owned by one thread.
 *
 * @see MeshEngine#gradientByMatrix
 */
public final class NetworkEngine {
  /**
   * Samples that are on their way together: with two meshes of 64 ports they and the matrices fill
   * three quarters of a second-level cache of 512 kB. The usual batch of 600 makes eight such
   * parts, so that a thread on a slower processor takes fewer of them.
   */
  public static final int MOST_TOGETHER = 80;

  /** Columns of a tile of products: counts that it divides leave no tile unfilled. */
  public static final int TILE = 2 * FloatKernel.WIDTH;

  /** More slots would cost memory for sums. */
  private static final int MOST_SLOTS = 16;

  private final Mesh mesh;
  private final FloatKernel kernel;
  private final boolean exact;
  private final Team team;
  private final List<NetworkLayer> layers;
  private final List<Passage> passages;

  /** What one thread needs. */
  private static final class Passage {
    /** What goes into the first mesh, {@code [lane][value]}. */
    private final float[][] launches = new float[MOST_TOGETHER][];

    /** What goes into each of the others, {@code [port][lane]}; none for the first. */
    private final List<float[][]> inputs = new ArrayList<>();

    private final List<Wave> outputs = new ArrayList<>();
    private final Wave cotangent;
    private final float[][] derivative;
    private final Traveller<FloatBatch> traveller;

    Passage(Mesh mesh, int layers, FloatKernel kernel) {
      int ports = mesh.ports();
      for (int layer = 0; layer < layers; layer++) {
        inputs.add(layer == 0 ? new float[0][] : new float[ports][MOST_TOGETHER]);
        outputs.add(new Wave(ports));
      }
      cotangent = new Wave(ports);
      derivative = new float[ports][MOST_TOGETHER];
      traveller = new Traveller<>(ports, () -> new VectorFloatLanes(ports, kernel));
    }
  }

  /**
   * Fields of a few samples.
   *
   * @param batch as others see them
   * @param rows as products take them, real parts, then imaginary parts
   */
  private record Wave(FloatBatch batch, float[][] rows) {
    Wave(int ports) {
      this(FloatBatch.zeros(ports, MOST_TOGETHER));
    }

    private Wave(FloatBatch batch) {
      this(batch, FloatProducts.rows(batch.re(), batch.im()));
    }
  }

  /**
   * Creates an engine, all meshes in the bar state.
   *
   * @param mesh every mesh of the network
   * @param errors imperfections of each, first to last, without loss
   * @param launches what goes into the first one; magnitudes or other real values go into the rest
   * @param exact whether gradients are those of the model; else in situ, by three passes with taps
   * @param team threads to use; belongs to the caller
   * @throws IllegalArgumentException if there are none, or they do not fit the mesh or have loss
   * @throws IllegalStateException if this computer has no vectors of 256 bits, see {@link #suits}
   */
  public NetworkEngine(
      Mesh mesh, List<MeshErrors> errors, LaunchForm launches, boolean exact, Team team) {
    kernel =
        VectorKernels.FLOATS.orElseThrow(
            () -> new IllegalStateException("no vectors of 256 bits on this computer"));
    if (errors.isEmpty()) {
      throw new IllegalArgumentException("a network has at least 1 mesh");
    }
    if (launches.ports() != mesh.ports()) {
      throw new IllegalArgumentException(
          "launches of %d ports for a mesh of %d".formatted(launches.ports(), mesh.ports()));
    }
    this.mesh = mesh;
    this.exact = exact;
    this.team = team;
    layers = new ArrayList<>();
    for (MeshErrors ofLayer : errors) {
      if (ofLayer.lossDb().length != mesh.nodeCount()) {
        throw new IllegalArgumentException(
            "errors of %d nodes for a mesh of %d"
                .formatted(ofLayer.lossDb().length, mesh.nodeCount()));
      }
      LaunchForm form = layers.isEmpty() ? launches : LaunchForm.ofReal(mesh.ports());
      NetworkLayer layer = new NetworkLayer(mesh, ofLayer, form, exact, kernel);
      if (!layer.isLossless()) {
        throw new IllegalArgumentException("the mesh has loss; its gradient goes by samples");
      }
      layers.add(layer);
    }
    passages = new ArrayList<>();
    for (int member = 0; member < team.size(); member++) {
      passages.add(new Passage(mesh, layers.size(), kernel));
    }
    program(Collections.nCopies(layers.size(), MeshPhases.bar(mesh)));
  }

  /** Returns whether batches of a number of samples are faster here than in one engine per mesh. */
  public static boolean suits(int ports, int samples) {
    return VectorKernels.FLOATS.isPresent() && MeshEngine.isWorthAProduct(ports, samples);
  }

  /**
   * Returns how many sums a gradient keeps apart until its end, each of N complex numbers in single
   * precision per mesh and value that goes in.
   */
  public static int slots(int samples) {
    return Math.min(MOST_SLOTS, 2 * ((samples + 2 * MOST_TOGETHER - 1) / (2 * MOST_TOGETHER)));
  }

  /**
   * Sets all phases, γ included.
   *
   * @param phases of each mesh, first to last
   * @throws IllegalArgumentException if the phases do not fit the meshes
   */
  public void program(List<MeshPhases> phases) {
    boolean fit =
        phases.size() == layers.size()
            && phases.stream()
                .allMatch(
                    of -> of.nodeCount() == mesh.nodeCount() && of.gamma().length == mesh.ports());
    if (!fit) {
      throw new IllegalArgumentException(
          "phases that do not fit %d meshes of %d nodes and %d ports"
              .formatted(layers.size(), mesh.nodeCount(), mesh.ports()));
    }
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).program(phases.get(i));
    }
  }

  /**
   * Sends samples through; {@link Electronics#score} sees what comes out.
   *
   * @param samples how many
   * @param electronics one per thread of the team
   */
  public void transform(int samples, List<? extends Electronics> electronics) {
    makePlans();
    team.run(
        (samples + MOST_TOGETHER - 1) / MOST_TOGETHER,
        (part, member) -> {
          int first = MOST_TOGETHER * part;
          int count = Math.min(MOST_TOGETHER, samples - first);
          Passage at = passages.get(member);
          forward(at, electronics.get(member), first, count);
          electronics.get(member).score(first, count, at.outputs.get(layers.size() - 1).batch);
        });
  }

  /**
   * Computes gradients of a loss, added up over samples.
   *
   * @param samples how many
   * @param electronics one per thread of the team
   * @return derivatives of each mesh, first to last
   * @throws IllegalArgumentException if there is no sample
   */
  public List<MeshGradient> gradient(int samples, List<? extends Electronics> electronics) {
    if (samples < 1) {
      throw new IllegalArgumentException("a gradient needs at least 1 sample, not " + samples);
    }
    makePlans();
    int slots = slots(samples);
    layers.forEach(layer -> layer.start(slots));
    team.run(
        slots,
        (slot, member) -> {
          int end = start(samples, slots, slot + 1);
          for (int from = start(samples, slots, slot); from < end; from += MOST_TOGETHER) {
            int count = Math.min(MOST_TOGETHER, end - from);
            thereAndBack(passages.get(member), electronics.get(member), from, count, slot);
          }
        });
    return exact ? exactGradient() : gradientInSitu();
  }

  /** Returns the first sample of a slot: tiles of products are cut nowhere but at the end. */
  private static int start(int samples, int slots, int slot) {
    int tiles = (samples + TILE - 1) / TILE;
    return Math.min(samples, TILE * (int) ((long) tiles * slot / slots));
  }

  private List<MeshGradient> exactGradient() {
    MeshGradient[] gradients = new MeshGradient[layers.size()];
    team.run(
        gradients.length,
        (task, member) -> {
          gradients[task] = layers.get(task).derive();
        });
    return List.of(gradients);
  }

  private List<MeshGradient> gradientInSitu() {
    team.run(layers.size(), (task, member) -> layers.get(task).gatherForBasis());
    List<BasisGradient<FloatBatch>> bases =
        layers.stream().map(layer -> layer.basis(layers.size() == 1)).toList();
    int tasks = bases.get(0).tasks();
    team.run(
        tasks * bases.size(),
        (task, member) ->
            layers
                .get(task / tasks)
                .run(bases.get(task / tasks), task % tasks, passages.get(member).traveller));
    int readings = bases.get(0).readings();
    team.run(
        readings * bases.size(),
        (task, member) -> bases.get(task / readings).read(task % readings));
    return IntStream.range(0, layers.size())
        .mapToObj(i -> bases.get(i).gradient(layers.get(i).gamma()))
        .toList();
  }

  /** Makes plans and matrices, the dear ones first. */
  private void makePlans() {
    int count = layers.size();
    team.run(
        exact ? count : 2 * count,
        (task, member) -> {
          NetworkLayer layer = layers.get(task % count);
          if (task < count) {
            layer.makeMatrices(passages.get(member).traveller);
          } else {
            layer.makeBackwardPlan();
          }
        });
  }

  private void forward(Passage at, Electronics electronics, int first, int count) {
    electronics.launch(first, count, at.launches);
    NetworkLayer bottom = layers.get(0);
    kernel.multiplyTransposed(
        bottom.there, at.launches, bottom.form.values(), count, at.outputs.get(0).rows);
    for (int i = 1; i < layers.size(); i++) {
      electronics.activate(count, at.outputs.get(i - 1).batch, at.inputs.get(i));
      kernel.multiply(
          layers.get(i).there, at.inputs.get(i), mesh.ports(), count, at.outputs.get(i).rows);
    }
  }

  private void thereAndBack(Passage at, Electronics electronics, int first, int count, int slot) {
    forward(at, electronics, first, count);
    int top = layers.size() - 1;
    electronics.differentiate(first, count, at.outputs.get(top).batch, at.cotangent.batch);
    for (int i = top; i > 0; i--) {
      float[][] input = at.inputs.get(i);
      layers
          .get(i)
          .add(
              slot,
              sums ->
                  kernel.multiplyTransposed(at.cotangent.rows, input, count, mesh.ports(), sums));
      // In front of a mesh waves are real, and so are derivatives by them.
      kernel.multiply(
          layers.get(i).back, at.cotangent.rows, 2 * mesh.ports(), count, at.derivative);
      electronics.carryBack(
          count, at.derivative, input, at.outputs.get(i - 1).batch, at.cotangent.batch);
    }
    NetworkLayer bottom = layers.get(0);
    bottom.add(
        slot,
        sums -> kernel.multiply(at.cotangent.rows, at.launches, count, bottom.form.values(), sums));
  }
}
