/** In situ gradients: backpropagation measured with light. One thread, that of the processor. */
package org.insitu.trainer.gradient;
