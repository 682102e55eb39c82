/**
 * From matrices to phases and from vectors to phases, for perfect and for imperfect meshes.
 *
 * <p>Static functions without state; safe from any thread.
 */
package org.insitu.mesh.decompose;
