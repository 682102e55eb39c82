package org.insitu.simulator.wire;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * The C library's calls for a pseudo terminal. Numbers are those of Linux on every architecture.
 */
final class LibC {
  static final int O_RDWR = 2;
  static final int O_NOCTTY = 0x100;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;
  static final int TCSANOW = 0;

  /**
   * Asks for a {@code struct termios2}, which names any baud rate as a number. The number of the
   * request and the place of the output rate in the answer, as on x86, ARM and RISC-V.
   */
  static final long TCGETS2 = 0x802c542aL;

  static final int TERMIOS2_OUTPUT_BAUD = 40;
  static final int POLLIN = 1;
  static final int POLLOUT = 4;
  static final int EINTR = 4;
  static final int EIO = 5;
  static final int EAGAIN = 11;

  static {
    Native.register(LibC.class, Platform.C_LIBRARY_NAME);
  }

  private LibC() {}

  static native int posix_openpt(int flags) throws LastErrorException;

  static native int grantpt(int fd) throws LastErrorException;

  static native int unlockpt(int fd) throws LastErrorException;

  static native int ptsname_r(int fd, byte[] name, long size) throws LastErrorException;

  static native int open(String path, int flags) throws LastErrorException;

  static native long read(int fd, byte[] into, long count) throws LastErrorException;

  static native long write(int fd, byte[] bytes, long count) throws LastErrorException;

  static native int close(int fd) throws LastErrorException;

  /** {@code struct pollfd} is two ints here: the descriptor, then events with revents above. */
  static native int poll(int[] descriptor, long count, int timeoutMillis) throws LastErrorException;

  static native int tcgetattr(int fd, byte[] termios) throws LastErrorException;

  static native int tcsetattr(int fd, int when, byte[] termios) throws LastErrorException;

  static native void cfmakeraw(byte[] termios);

  static native int cfsetspeed(byte[] termios, int baud) throws LastErrorException;

  static native int ioctl(int fd, long request, byte[] argument) throws LastErrorException;
}
