package org.insitu.cli.console;

/** Shows nothing. */
final class SilentProgress implements Progress {
  @Override
  public void begin(String title, long total) {}

  @Override
  public void update(long done, String detail) {}

  @Override
  public void end(String summary) {}
}
