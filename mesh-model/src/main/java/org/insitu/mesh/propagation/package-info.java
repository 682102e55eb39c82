/**
 * Light through a mesh: one list of elements serves the matrix, the fields in both directions, the
 * taps and the gradients. This is the model that everything faster is compared with.
 *
 * <p>Nothing here is thread-safe; a model belongs to whoever made it.
 */
package org.insitu.mesh.propagation;
