package org.insitu.mesh.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
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
 * with either parity of nodes, then lie side by side in vectors. A vector of columns at a time goes
 * down the rows of a column of nodes. Owned by one thread.
 */
final class Coherency {
  /** Columns of nodes that are gone through together. */
  private static final int BAND = 16;

  /** Entries of J that are gone through together: 128 kB; more from 512 ports on. */
  private static final int TOGETHER = 1 << 14;

  /** Numbers per pair: see {@link FloatKernel#turnCoherency}. */
  private static final int TURNS = 5;

  /** Where pair 0 is among the numbers of a column: in front there is the pair above it. */
  private static final int FRONT = FloatKernel.WIDTH;

  private final FloatKernel kernel;
  private final int ports;

  /** Lanes of one half of a row. */
  private final int stride;

  /** From a row to the next one. */
  private final int width;

  /** J, row after row, with a row more above the first. */
  private final float[] re;

  private final float[] im;

  private final List<Column> columns;

  /** Pairs of rows that are gone through together. */
  private final int chunk;

  /** Light-order index of every node of the plan. */
  private final int[] visit;

  /** Places in the plan of all nodes, column after column, from above. */
  private final int[] order;

  /** What the nodes see in this order: the entries of J at their two ports. */
  private final float[] top;

  private final float[] bottom;
  private final float[] crossRe;
  private final float[] crossIm;

  /**
   * Nodes side by side.
   *
   * @param odd 1 where the first of two ports has an odd number, else 0
   * @param pairs number of every node: p for ports 2p + odd and the next one
   * @param slot number of the first node
   * @param turns see {@link FloatKernel#turnCoherency}, from pair -{@link #FRONT} on
   */
  private record Column(int odd, int[] pairs, int slot, float[] turns) {
    int last() {
      return pairs[pairs.length - 1];
    }
  }

  /** Prepares for a mesh. */
  Coherency(Mesh mesh, FloatKernel kernel) {
    this.kernel = kernel;
    ports = mesh.ports();
    visit = NodeOrder.banded(mesh);
    int pairs = (ports + 1) / 2;
    int lanes = FloatKernel.WIDTH;
    // One vector more, as odd parity reads even columns from lane 1 on.
    stride = (pairs + lanes - 1) / lanes * lanes + lanes;
    width = 2 * stride;
    re = new float[(ports + 1) * width];
    im = new float[(ports + 1) * width];
    chunk = Math.max(BAND, TOGETHER / (2 * ports));
    List<MeshNode> nodes = mesh.nodes();
    order =
        IntStream.range(0, visit.length)
            .boxed()
            .sorted(
                Comparator.comparingInt((Integer k) -> key(nodes.get(visit[k])))
                    .thenComparingInt(k -> nodes.get(visit[k]).row()))
            .mapToInt(k -> k)
            .toArray();
    columns = new ArrayList<>();
    for (int slot = 0, next = 0; slot < order.length; slot = next) {
      int key = key(nodes.get(visit[order[slot]]));
      while (next < order.length && key(nodes.get(visit[order[next]])) == key) {
        next++;
      }
      int[] rows =
          IntStream.range(slot, next).map(i -> nodes.get(visit[order[i]]).row() / 2).toArray();
      float[] turns = new float[TURNS * (FRONT + stride)];
      Arrays.fill(turns, 0, FRONT + stride, 1);
      columns.add(new Column(key % 2, rows, slot, turns));
    }
    top = new float[order.length];
    bottom = new float[order.length];
    crossRe = new float[order.length];
    crossIm = new float[order.length];
  }

  /** Nodes of one column of the mesh all have one parity in the topologies there are. */
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
    load(adjoint);
    for (Column column : columns) {
      fillTurns(plan, column);
    }
    for (int from = 0; from < columns.size(); from += BAND) {
      int band = Math.min(BAND, columns.size() - from);
      // Rows of a column are ready when those around them went through the column before it, so
      // each column stays a pair behind.
      for (int end = chunk; end - chunk - band < ports / 2; end += chunk) {
        for (int i = 0; i < band; i++) {
          Column column = columns.get(from + i);
          int first = end == chunk ? -column.odd : end - chunk - i;
          pass(column, first, Math.min(end - i, column.last() + 1));
        }
      }
    }
    double[] theta = new double[visit.length];
    double[] phi = new double[visit.length];
    for (int slot = 0; slot < order.length; slot++) {
      int k = order[slot];
      theta[visit[k]] =
          plan.k1[k] * top[slot]
              + plan.k2[k] * bottom[slot]
              + plan.k3[k] * crossRe[slot]
              + plan.k4[k] * crossIm[slot];
      phi[visit[k]] = plan.k0[k] * top[slot];
    }
    double[] gamma = new double[ports];
    for (int port = 0; port < ports; port++) {
      gamma[port] = re[place(port, port)];
    }
    return new MeshGradient(theta, phi, gamma);
  }

  /** Turns pairs of rows, and all columns in them, by the nodes of a column. */
  private void pass(Column column, int from, int to) {
    int odd = column.odd;
    int first = odd == 0 ? 0 : stride;
    int second = odd == 0 ? stride : 1;
    for (int i = column.pairs.length - 1; i >= 0 && column.pairs[i] >= from; i--) {
      int pair = column.pairs[i];
      if (pair < to) {
        int upper = row(2 * pair + odd) + pair;
        int lower = upper + width;
        int slot = column.slot + i;
        float re01 = re[upper + second];
        float im01 = im[upper + second];
        top[slot] = re[upper + first];
        bottom[slot] = re[lower + second];
        crossRe[slot] = re01;
        crossIm[slot] = im01;
        // What is below the diagonal is kept nowhere else.
        re[lower + first] = re01;
        im[lower + first] = -im01;
      }
    }
    int start = row(2 * from + odd);
    int lanes = FloatKernel.WIDTH;
    for (int group = Math.max(from, 0) / lanes * lanes; group < stride - lanes; group += lanes) {
      int count = Math.min(to, group + lanes) - from;
      if (count > 0) {
        kernel.turnCoherency(
            re,
            im,
            start + first + group,
            start + second + group,
            width,
            count,
            column.turns,
            FRONT + from,
            FRONT + group,
            FRONT + stride);
      }
    }
  }

  /** Takes J = i (S - Sᴴ) / 2 with S = Mᵀ U. */
  private void load(FloatBatch adjoint) {
    // What is outside must be finite, which it is not behind waves that were too strong.
    Arrays.fill(re, 0);
    Arrays.fill(im, 0);
    for (int j = 0; j < ports; j++) {
      float[] rowRe = adjoint.re()[j];
      float[] rowIm = adjoint.im()[j];
      for (int k = j; k < ports; k++) {
        int at = place(j, k);
        re[at] = -0.5f * (adjoint.im()[k][j] + rowIm[k]);
        im[at] = 0.5f * (adjoint.re()[k][j] - rowRe[k]);
      }
    }
  }

  /** Returns where a row starts; there is one above row 0. */
  private int row(int row) {
    return (row + 1) * width;
  }

  private int place(int row, int column) {
    return row(row) + column % 2 * stride + column / 2;
  }

  private void fillTurns(PassPlan plan, Column column) {
    float[] into = column.turns;
    int next = FRONT + stride;
    for (int i = 0; i < column.pairs.length; i++) {
      int k = order[column.slot + i];
      int at = FRONT + column.pairs[i];
      float sin = (float) plan.turnSin[k];
      into[at] = (float) plan.turnCos[k];
      into[next + at] = sin;
      into[2 * next + at] = -sin;
      into[3 * next + at] = (float) plan.tangent[k];
      into[4 * next + at] = (float) -plan.c[k];
    }
  }
}
