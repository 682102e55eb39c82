/**
 * The fast way of what {@link org.insitu.mesh.propagation.MeshModel} does for batches: fields,
 * summed tap powers and in situ gradients, in float or double, on several threads.
 *
 * <p>How it is fast. (1) Batches are structures of arrays, {@code [port][sample]}, cut into blocks
 * of samples whose number depends on the batch alone; a block goes through the whole mesh in one
 * thread, so results are the same bits for any number of threads. (2) Nodes are visited in diagonal
 * bands, so that the rows at work stay in the first-level cache. (3) The phases of a node's outputs
 * are pulled out of its 2 × 2 matrix and handed to its successors, which leaves two complex and two
 * real entries: 12 multiplications instead of 16, with coupler errors and loss too. (4) Every loop
 * writes two arrays that it does not read; that is the form that C2 vectorises on JDK 17. (5) Tap
 * sums need one correlation Σ x conj(y) per node; powers follow from it and are carried from node
 * to node.
 *
 * <p>An engine is owned by one thread and runs its own helpers; close it.
 */
package org.insitu.mesh.engine;
