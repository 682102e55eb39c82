/** Training of large networks on handwritten digits, behind {@code insitu train mnist}. */
package org.insitu.cli.mnist;
