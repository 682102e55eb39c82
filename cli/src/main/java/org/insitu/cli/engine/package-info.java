/** The command {@code insitu bench-engine}: how fast the engine is on this computer. */
package org.insitu.cli.engine;
