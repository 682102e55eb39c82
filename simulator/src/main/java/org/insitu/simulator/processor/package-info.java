/**
 * A mesh of any size as a processor, with the noise of the published study: for 64 ports and more,
 * where the field model of a whole chip is neither needed nor known. A processor is owned by one
 * thread.
 */
package org.insitu.simulator.processor;
