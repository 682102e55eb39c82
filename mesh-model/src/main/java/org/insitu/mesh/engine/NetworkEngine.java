package org.insitu.mesh.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.insitu.mesh.ArmImbalance;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshErrors;
import org.insitu.mesh.MeshPhases;
import org.insitu.mesh.processor.Direction;
import org.insitu.mesh.propagation.MeshGradient;

/**
 * Meshes one behind the other with electronics between them, for batches of many samples per port.
 * Agrees with one {@link MeshEngine} per mesh to rounding, and is faster: samples go all the way
 * through and back while they lie in a processor's own cache, and its threads meet four times per
 * gradient instead of at every step of every mesh.
 *
 * <p>Gradients are those by the matrix. Results do not depend on the number of threads, not in a
 * bit. Owned by one thread.
 *
 * @see MeshEngine#gradientByMatrix
 */
public final class NetworkEngine {
  /**
   * Samples that are on their way together: with two meshes of 64 ports they fill 0.5 MB, and
   * products of fewer columns are slower. Four such parts are the usual batch of 600.
   */
  public static final int MOST_TOGETHER = 152;

  /** More slots would cost memory for sums. */
  private static final int MOST_SLOTS = 16;

  private final boolean exact;
  private final Team team;
  private final List<Layer> layers;
  private final List<Passage> passages;

  /** A mesh with what is gathered for its gradient. */
  private static final class Layer {
    private final Plans plans;
    private final Transfer<FloatBatch> transfer;

    /** M = Σ g xᵀ, {@code [slot][port][port]}. */
    private double[][][] re = {};

    private double[][][] im = {};

    /** U and its transpose, as products take them. */
    private final float[][] there;

    private final float[][] back;
    private boolean isMade;

    Layer(Mesh mesh, MeshErrors errors) {
      plans = new Plans(mesh, errors, ArmImbalance.none(mesh));
      transfer = new Transfer<>(mesh, ports -> FloatBatch.zeros(ports, ports));
      there = new float[2 * mesh.ports()][2 * mesh.ports()];
      back = new float[2 * mesh.ports()][2 * mesh.ports()];
    }

    void program(MeshPhases phases) {
      plans.program(phases);
      transfer.forget();
      isMade = false;
    }

    void makeMatrices(Traveller<FloatBatch> traveller) {
      if (!isMade) {
        transfer.make(plans.of(Direction.FORWARD), traveller);
        FloatProducts.fillWide(transfer.of(Direction.FORWARD), there);
        FloatProducts.fillWide(transfer.of(Direction.BACKWARD), back);
        isMade = true;
      }
    }

    /**
     * Returns the derivatives by γ, -Σ Im(y g) of every port: as y = U x, the diagonal of U Mᵀ has
     * these sums.
     */
    double[] gamma() {
      FloatBatch u = transfer.of(Direction.FORWARD);
      double[] gamma = new double[u.ports()];
      for (int slot = 0; slot < re.length; slot++) {
        for (int port = 0; port < gamma.length; port++) {
          double[] mRe = re[slot][port];
          double[] mIm = im[slot][port];
          double sum = 0;
          for (int k = 0; k < gamma.length; k++) {
            sum += u.re()[port][k] * mIm[k] + u.im()[port][k] * mRe[k];
          }
          gamma[port] -= sum;
        }
      }
      return gamma;
    }

    void clear(int slots) {
      int ports = plans.mesh().ports();
      if (re.length != slots) {
        re = new double[slots][ports][ports];
        im = new double[slots][ports][ports];
        return;
      }
      for (int slot = 0; slot < slots; slot++) {
        for (int port = 0; port < ports; port++) {
          Arrays.fill(re[slot][port], 0);
          Arrays.fill(im[slot][port], 0);
        }
      }
    }
  }

  /** What one thread needs. */
  private static final class Passage {
    private final List<VectorFloatLanes> inputs = new ArrayList<>();
    private final List<VectorFloatLanes> outputs = new ArrayList<>();
    private final VectorFloatLanes cotangent;
    private final VectorFloatLanes derivative;
    private final Traveller<FloatBatch> traveller;

    Passage(int ports, int layers, FloatKernel kernel) {
      for (int layer = 0; layer < layers; layer++) {
        inputs.add(new VectorFloatLanes(ports, kernel, MOST_TOGETHER));
        outputs.add(new VectorFloatLanes(ports, kernel, MOST_TOGETHER));
      }
      cotangent = new VectorFloatLanes(ports, kernel, MOST_TOGETHER);
      derivative = new VectorFloatLanes(ports, kernel, MOST_TOGETHER);
      traveller = new Traveller<>(ports, () -> new VectorFloatLanes(ports, kernel));
    }
  }

  /**
   * Creates an engine, all meshes in the bar state.
   *
   * @param mesh every mesh of the network
   * @param errors imperfections of each, first to last, without loss
   * @param exact whether gradients are those of the model; else in situ, by three passes with taps
   * @param team threads to use; belongs to the caller
   * @throws IllegalArgumentException if there are none, or they do not fit the mesh or have loss
   * @throws IllegalStateException if this computer has no vectors of 256 bits, see {@link #suits}
   */
  public NetworkEngine(Mesh mesh, List<MeshErrors> errors, boolean exact, Team team) {
    FloatKernel kernel =
        VectorKernels.FLOATS.orElseThrow(
            () -> new IllegalStateException("no vectors of 256 bits on this computer"));
    if (errors.isEmpty()) {
      throw new IllegalArgumentException("a network has at least 1 mesh");
    }
    this.exact = exact;
    this.team = team;
    layers = new ArrayList<>();
    for (MeshErrors ofLayer : errors) {
      if (ofLayer.lossDb().length != mesh.nodeCount()) {
        throw new IllegalArgumentException(
            "errors of %d nodes for a mesh of %d"
                .formatted(ofLayer.lossDb().length, mesh.nodeCount()));
      }
      Layer layer = new Layer(mesh, ofLayer);
      if (!layer.plans.lossless()) {
        throw new IllegalArgumentException("the mesh has loss; its gradient goes by samples");
      }
      layers.add(layer);
    }
    passages = new ArrayList<>();
    for (int member = 0; member < team.size(); member++) {
      passages.add(new Passage(mesh.ports(), layers.size(), kernel));
    }
    program(Collections.nCopies(layers.size(), MeshPhases.bar(mesh)));
  }

  /** Returns whether batches of a number of samples are faster here than in one engine per mesh. */
  public static boolean suits(int ports, int samples) {
    return VectorKernels.FLOATS.isPresent() && MeshEngine.isWorthAProduct(ports, samples);
  }

  /**
   * Returns how many sums a gradient keeps apart until its end, each of N x N complex numbers in
   * double precision per mesh.
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
    Mesh mesh = layers.get(0).plans.mesh();
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
          electronics.get(member).score(first, count, at.outputs.get(layers.size() - 1).asBatch());
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
    layers.forEach(layer -> layer.clear(slots));
    team.run(
        slots,
        (slot, member) -> {
          int end = (int) ((long) samples * (slot + 1) / slots);
          int first = (int) ((long) samples * slot / slots);
          for (int from = first; from < end; from += MOST_TOGETHER) {
            int count = Math.min(MOST_TOGETHER, end - from);
            thereAndBack(passages.get(member), electronics.get(member), from, count, slot);
          }
        });
    List<BasisGradient<FloatBatch>> bases =
        layers.stream()
            .map(
                layer ->
                    new BasisGradient<>(layer.plans, layer.transfer, exact, layers.size() == 1))
            .toList();
    int tasks = bases.get(0).tasks();
    team.run(
        tasks * bases.size(),
        (task, member) -> {
          Layer layer = layers.get(task / tasks);
          bases
              .get(task / tasks)
              .run(task % tasks, passages.get(member).traveller, layer.re, layer.im);
        });
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
        2 * count,
        (task, member) -> {
          Layer layer = layers.get(task % count);
          if (task < count) {
            layer.makeMatrices(passages.get(member).traveller);
          } else {
            layer.plans.of(Direction.BACKWARD);
          }
        });
  }

  private void forward(Passage at, Electronics electronics, int first, int count) {
    at.inputs.get(0).resize(count);
    electronics.launch(first, count, at.inputs.get(0).asBatch());
    for (int i = 0; i < layers.size(); i++) {
      VectorFloatLanes output = at.outputs.get(i);
      output.product(layers.get(i).there, at.inputs.get(i), false);
      if (i + 1 < layers.size()) {
        FloatLanes next = at.inputs.get(i + 1);
        next.resize(count);
        electronics.activate(count, output.asBatch(), next.asBatch());
      }
    }
  }

  private void thereAndBack(Passage at, Electronics electronics, int first, int count, int slot) {
    forward(at, electronics, first, count);
    int top = layers.size() - 1;
    at.cotangent.resize(count);
    electronics.differentiate(first, count, at.outputs.get(top).asBatch(), at.cotangent.asBatch());
    for (int i = top; i >= 0; i--) {
      Layer layer = layers.get(i);
      FloatLanes input = at.inputs.get(i);
      at.cotangent.addProducts(input, layer.re[slot], layer.im[slot]);
      if (i > 0) {
        at.derivative.product(layer.back, at.cotangent, true);
        electronics.carryBack(
            count,
            at.derivative.asBatch(),
            input.asBatch(),
            at.outputs.get(i - 1).asBatch(),
            at.cotangent.asBatch());
      }
    }
  }
}
