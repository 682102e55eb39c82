package org.insitu.driver.protocol;

/** CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF, no reflection; "123456789" gives 29B1. */
public final class Crc16 {
  private static final int POLYNOMIAL = 0x1021;
  private static final int START = 0xffff;
  private static final int[] TABLE = new int[256];

  static {
    for (int value = 0; value < TABLE.length; value++) {
      int crc = value << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? (crc << 1) ^ POLYNOMIAL : crc << 1;
      }
      TABLE[value] = crc & 0xffff;
    }
  }

  private Crc16() {}

  /** Returns the checksum of the first {@code length} characters, each one byte. */
  public static int of(CharSequence text, int length) {
    int crc = START;
    for (int i = 0; i < length; i++) {
      crc = ((crc << 8) & 0xffff) ^ TABLE[((crc >> 8) ^ text.charAt(i)) & 0xff];
    }
    return crc;
  }
}
