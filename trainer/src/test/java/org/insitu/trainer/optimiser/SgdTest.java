package org.insitu.trainer.optimiser;

class SgdTest extends OptimiserContract {
  @Override
  OptimiserKind kind() {
    return OptimiserKind.SGD;
  }

  @Override
  double rate() {
    return 0.05;
  }
}
