package org.insitu.mesh.engine;

/**
 * What a computer does in front of, between and behind the meshes of a network, for a few samples
 * at a time. One per thread; told by number which samples of a batch lie in the first lanes of the
 * batches that it is handed, which are longer than {@code count}.
 */
public interface Electronics {
  /**
   * Writes launches.
   *
   * @param first number of the sample that goes to lane 0
   * @param count lanes to write, in real and imaginary parts
   * @param input x of the first mesh; Modified
   */
  void launch(int first, int count, FloatBatch input);

  /**
   * Computes what goes into a mesh from what came out of the one before.
   *
   * @param output y; Not modified
   * @param input x of the next mesh, real; imaginary parts are zero; Modified
   */
  void activate(int count, FloatBatch output, FloatBatch input);

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
   * @param derivative dL/dx in real parts; Not modified
   * @param input x that followed from the output; Not modified
   * @param output y; Not modified
   * @param cotangent g of y; Modified
   */
  void carryBack(
      int count, FloatBatch derivative, FloatBatch input, FloatBatch output, FloatBatch cotangent);
}
