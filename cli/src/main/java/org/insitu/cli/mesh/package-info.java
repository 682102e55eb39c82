/**
 * The command {@code insitu mesh}: one mesh case in, everything computed about it out, both as JSON
 * in the format of the reference vectors. Stateless, for any thread.
 */
package org.insitu.cli.mesh;
