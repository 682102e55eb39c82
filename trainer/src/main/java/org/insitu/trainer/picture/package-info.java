/** Pictures of a run, drawn off screen as PNG. Stateless, any thread. */
package org.insitu.trainer.picture;
