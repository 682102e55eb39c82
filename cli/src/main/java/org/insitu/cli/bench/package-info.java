/** The commands around benches of instruments: ports, check, zero; traces and reports of links. */
package org.insitu.cli.bench;
