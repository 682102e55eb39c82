package org.insitu.mesh.propagation;

import org.insitu.mesh.Mesh;
import org.insitu.mesh.Topology;
import org.insitu.mesh.processor.PhotonicProcessor;
import org.insitu.mesh.processor.PhotonicProcessorContract;

class ModelProcessorTest extends PhotonicProcessorContract {
  @Override
  protected PhotonicProcessor open() {
    return new ModelProcessor(Mesh.of(Topology.TRIANGULAR, 4));
  }
}
