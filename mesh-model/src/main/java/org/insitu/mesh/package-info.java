/**
 * Photonic meshes: topologies, phases, errors, and the physics on them.
 *
 * <p>Signs and conventions: ports are numbered from the top, 0-based; a heater with phase p
 * multiplies the field in its waveguide by e^{ip}; an MZI on ports (m, m+1) is T(θ, φ) = C(eR)
 * diag(e^{iθ}, 1) C(eL) diag(e^{iφ}, 1) with C(e) = [[cos(π/4+e), i sin(π/4+e)], [i sin(π/4+e),
 * cos(π/4+e)]]; U = diag(e^{iγ}) T_last ... T_0; backward light sees Uᵀ. Everything here is
 * immutable or owned by its caller; nothing is thread-safe unless it says so.
 */
package org.insitu.mesh;
