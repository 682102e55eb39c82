/** Complex vectors, batches and matrices as separate real and imaginary arrays. */
package org.insitu.mesh.linear;
