package org.insitu.mesh.engine;

import java.lang.reflect.Constructor;
import java.util.Optional;

/**
 * Finds the kernels in explicit vectors: there where Java was started with {@code --add-modules
 * jdk.incubator.vector} on a processor with vectors of 256 bits and more. Else plain loops, which
 * the compiler turns into vectors as well as it can, do the same two to three times slower.
 */
final class VectorKernels {
  static final Optional<FloatKernel> FLOATS = find("FloatVectors", FloatKernel.class);
  static final Optional<DoubleKernel> DOUBLES = find("DoubleVectors", DoubleKernel.class);

  private VectorKernels() {}

  private static <K> Optional<K> find(String name, Class<K> kind) {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return Optional.empty();
    }
    try {
      Class<?> kernel = Class.forName(VectorKernels.class.getPackageName() + "." + name);
      Constructor<?> constructor = kernel.getDeclaredConstructor();
      return Optional.of(kind.cast(constructor.newInstance()));
    } catch (ReflectiveOperationException | LinkageError unavailable) {
      // Narrow vectors, or a module that has changed by the time it leaves incubation.
      return Optional.empty();
    }
  }
}
