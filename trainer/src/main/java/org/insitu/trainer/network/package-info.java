/** Photonic networks: layers, read-out, loss, and the exact model of the whole. */
package org.insitu.trainer.network;
