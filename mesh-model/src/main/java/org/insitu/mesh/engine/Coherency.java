package org.insitu.mesh.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.insitu.mesh.Mesh;
import org.insitu.mesh.MeshNode;
import org.insitu.mesh.propagation.MeshGradient;

/**
 * The gradient of the model of a mesh without loss, by one N x N matrix that goes through the mesh
 * once.
 *
 * <p>Light of many samples has the coherency matrix J = Σ x xᴴ; a lossless node makes T J Tᴴ of it,
 * and a tap sees what is on its diagonal. The difference of the coherency matrices of x + w and x -
 * w, with w the wave that the cotangents stand for, is what all in situ passes together are after.
 * It is Hermitian: one half of it is enough, so a node costs half of what it costs to send N basis
 * vectors through, and no taps need be added up.
 *
 * <p>Rows of J are kept in two halves, columns of even and of odd number: pairs of columns, in step
 * with either parity of nodes, then lie side by side in vectors. Owned by one thread.
 */
final class Coherency {
  /** Columns of nodes that are gone through together, along diagonals: see {@link NodeOrder}. */
  private static final int BAND = 8;

  /** Numbers per pair of columns: see {@link FloatKernel#turnCoherency}. */
  private static final int TURNS = 5;

  /** Stands for no node. */
  private static final int NONE = -1;

  private final FloatKernel kernel;
  private final int ports;

  /** Lanes of one half of a row. */
  private final int stride;

  private final float[][] re;
  private final float[][] im;

  /** In place of the row above row 0. */
  private final float[] noneRe;

  private final float[] noneIm;

  /** Of each column of nodes, parity and numbers of all pairs. */
  private final int[] parity;

  private final float[][] turns;

  /** Where the numbers of each node of the visit go: column of nodes, pair. */
  private final int[] columnOf;

  private final int[] pairOf;

  /**
   * What happens to pairs of rows, one after the other: column of nodes, pair, and node in the
   * order of the visit, or {@link #NONE} where the rows only see columns turn. Pair p is of rows 2p
   * + parity and the next one.
   */
  private final int[] stepColumn;

  private final int[] stepPair;
  private final int[] stepNode;

  /** Light-order index of every node of the plan. */
  private final int[] visit;

  /** Prepares for a mesh. */
  Coherency(Mesh mesh, FloatKernel kernel) {
    this.kernel = kernel;
    ports = mesh.ports();
    visit = NodeOrder.banded(mesh);
    int pairs = (ports + 1) / 2;
    int width = FloatKernel.WIDTH;
    // One vector more, as odd parity reads even columns from lane 1 on.
    stride = (pairs + width - 1) / width * width + width;
    re = new float[ports][2 * stride];
    im = new float[ports][2 * stride];
    noneRe = new float[2 * stride];
    noneIm = new float[2 * stride];
    List<MeshNode> nodes = mesh.nodes();
    // Nodes of one column of the mesh all have one parity in the topologies there are.
    int[] keys = nodes.stream().mapToInt(Coherency::key).distinct().sorted().toArray();
    parity = Arrays.stream(keys).map(key -> key % 2).toArray();
    turns = new float[keys.length][TURNS * stride];
    columnOf = new int[visit.length];
    pairOf = new int[visit.length];
    int[][] nodeAt = new int[keys.length][pairs + 1];
    for (int[] column : nodeAt) {
      Arrays.fill(column, NONE);
    }
    for (int k = 0; k < visit.length; k++) {
      MeshNode node = nodes.get(visit[k]);
      columnOf[k] = Arrays.binarySearch(keys, key(node));
      pairOf[k] = node.row() / 2;
      nodeAt[columnOf[k]][pairOf[k]] = k;
    }
    List<Step> steps = new ArrayList<>();
    for (int column = 0; column < keys.length; column++) {
      int last = pairs;
      while (last >= 0 && nodeAt[column][last] == NONE) {
        last--;
      }
      for (int pair = -parity[column]; pair <= last; pair++) {
        steps.add(new Step(column, pair, pair < 0 ? NONE : nodeAt[column][pair]));
      }
      for (int pair = 0; pair < stride; pair++) {
        turns[column][pair] = 1;
      }
    }
    steps.sort(
        Comparator.comparingInt((Step step) -> step.column / BAND)
            .thenComparingInt(step -> 2 * step.pair + parity[step.column] + step.column % BAND)
            .thenComparingInt(step -> step.column));
    stepColumn = steps.stream().mapToInt(Step::column).toArray();
    stepPair = steps.stream().mapToInt(Step::pair).toArray();
    stepNode = steps.stream().mapToInt(Step::node).toArray();
  }

  private record Step(int column, int pair, int node) {}

  private static int key(MeshNode node) {
    return 2 * node.column() + node.row() % 2;
  }

  /**
   * Computes derivatives.
   *
   * @param plan of light from the left, without loss
   * @param adjoint cotangents of basis vectors at the inputs, Uᵀ M, {@code [port][basis vector]};
   *     Not modified
   */
  MeshGradient derive(PassPlan plan, FloatBatch adjoint) {
    double[] theta = new double[visit.length];
    double[] phi = new double[visit.length];
    load(adjoint);
    fillTurns(plan);
    for (int step = 0; step < stepNode.length; step++) {
      step(step, plan, theta, phi);
    }
    double[] gamma = new double[ports];
    for (int port = 0; port < ports; port++) {
      gamma[port] = re[port][place(port)];
    }
    return new MeshGradient(theta, phi, gamma);
  }

  private void step(int step, PassPlan plan, double[] theta, double[] phi) {
    int column = stepColumn[step];
    int pair = stepPair[step];
    int k = stepNode[step];
    int odd = parity[column];
    int row = 2 * pair + odd;
    int lane = Math.max(pair, 0);
    int first = odd == 0 ? 0 : stride;
    int second = odd == 0 ? stride : 1;
    float[] topRe = row < 0 ? noneRe : re[row];
    float[] topIm = row < 0 ? noneIm : im[row];
    float[] bottomRe = re[row + 1];
    float[] bottomIm = im[row + 1];
    float[] turn = turns[column];
    if (pair >= 0) {
      float crossRe = topRe[second + lane];
      float crossIm = topIm[second + lane];
      // What is below the diagonal is kept nowhere else.
      bottomRe[first + lane] = crossRe;
      bottomIm[first + lane] = -crossIm;
      if (k != NONE) {
        double top = topRe[first + lane];
        theta[visit[k]] =
            plan.k1[k] * top
                + plan.k2[k] * bottomRe[second + lane]
                + plan.k3[k] * crossRe
                + plan.k4[k] * crossIm;
        phi[visit[k]] = plan.k0[k] * top;
      }
    }
    int from = lane / FloatKernel.WIDTH * FloatKernel.WIDTH;
    kernel.turnCoherency(
        topRe,
        topIm,
        bottomRe,
        bottomIm,
        first + from,
        second + from,
        stride - FloatKernel.WIDTH - from,
        pair < 0 ? 1 : turn[lane],
        pair < 0 ? 0 : turn[stride + lane],
        pair < 0 ? 0 : turn[3 * stride + lane],
        pair < 0 ? 0 : turn[4 * stride + lane],
        turn,
        from,
        stride);
  }

  /** Takes J = i (S - Sᴴ) / 2 with S = Mᵀ U. */
  private void load(FloatBatch adjoint) {
    // What is behind the last column and in no row must be finite, which it is not behind waves
    // that were too strong.
    Arrays.fill(noneRe, 0);
    Arrays.fill(noneIm, 0);
    for (int j = 0; j < ports; j++) {
      Arrays.fill(re[j], 0);
      Arrays.fill(im[j], 0);
      float[] rowRe = adjoint.re()[j];
      float[] rowIm = adjoint.im()[j];
      for (int k = j; k < ports; k++) {
        int at = place(k);
        re[j][at] = -0.5f * (adjoint.im()[k][j] + rowIm[k]);
        im[j][at] = 0.5f * (adjoint.re()[k][j] - rowRe[k]);
      }
    }
  }

  /** Returns where in a row a column is. */
  private int place(int column) {
    return column % 2 * stride + column / 2;
  }

  private void fillTurns(PassPlan plan) {
    for (int k = 0; k < columnOf.length; k++) {
      float[] into = turns[columnOf[k]];
      int at = pairOf[k];
      float sin = (float) plan.turnSin[k];
      into[at] = (float) plan.turnCos[k];
      into[stride + at] = sin;
      into[2 * stride + at] = -sin;
      into[3 * stride + at] = (float) plan.tangent[k];
      into[4 * stride + at] = (float) -plan.c[k];
    }
  }
}
