/** Data sets: generators, CSV files, splits, and how points become light. Values, safe to share. */
package org.insitu.trainer.data;
