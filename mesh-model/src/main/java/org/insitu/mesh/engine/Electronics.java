package org.insitu.mesh.engine;

/**
 * What a computer does in front of, between and behind the meshes of a network, for a few samples
 * at a time. One per thread; told by number which samples of a batch lie in the first lanes of the
 * batches that it is handed, which are longer than {@code count}.
 */
public interface Electronics {
  /**
   * Hands out launches.
   *
   * @param first number of the sample that goes to lane 0
   * @param count lanes to fill
   * @param launches becomes the values of the launch form of each sample, {@code [lane][value]},
   *     which stay as they are until the batch is through; Modified
   */
  void launch(int first, int count, float[][] launches);

  /**
   * Computes what goes into a mesh from what came out of the one before.
   *
   * @param output y; Not modified
   * @param input x of the next mesh, which is real, {@code [port][lane]}; Modified
   */
  void activate(int count, FloatBatch output, float[][] input);

  /**
   * Takes note of what came out of the last mesh.
   *
   * @param output y; Not modified
   */
  void score(int first, int count, FloatBatch output);

  /**
   * Takes note of what came out of the last mesh and derives the loss.
   *
   * @param output y; Not modified
   * @param cotangent g = dL/dRe(y) - i dL/dIm(y); Modified
   */
  void differentiate(int first, int count, FloatBatch output, FloatBatch cotangent);

  /**
   * Derives the loss by what came out of a mesh from its derivative by what went into the next.
   *
   * @param derivative dL/dx, {@code [port][lane]}; Not modified
   * @param input x that followed from the output, same shape; Not modified
   * @param output y; Not modified
   * @param cotangent g of y; Modified
   */
  void carryBack(
      int count, float[][] derivative, float[][] input, FloatBatch output, FloatBatch cotangent);
}
