package org.insitu.driver.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoardFrameTest {
  /** The frames of the specification, whose checksums were computed apart from this code. */
  static List<String> vectors() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("..", "docs", "board-protocol.md"));
    int section = lines.indexOf("## 6. Test vectors");
    List<String> vectors =
        lines.subList(section, lines.size()).stream()
            .filter(line -> line.matches("[#!][0-9].*\\*[0-9A-F]{4}"))
            .toList();
    assertEquals(16, vectors.size());
    return vectors;
  }

  @Test
  void theChecksumHasItsCheckValue() {
    assertEquals(0x29b1, Crc16.of("123456789", 9));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theVectorsOfTheSpecificationAreUnderstoodAndMadeAgain(String line) throws Exception {
    String body = line.substring(line.indexOf(' ') + 1, line.length() - 5);
    if (line.startsWith("!")) {
      BoardFrame.Event event = (BoardFrame.Event) BoardFrame.parseFromBoard(line);
      assertEquals(line, BoardFrame.event(event.count(), event.name(), event.data()));
    } else if (body.matches("-?[0-9]+( .*)?")) {
      BoardFrame.Reply reply = (BoardFrame.Reply) BoardFrame.parseFromBoard(line);
      assertEquals(line, BoardFrame.reply(reply.sequence(), reply.status(), reply.data()));
    } else {
      BoardFrame.Request request = BoardFrame.parseRequest(line);
      assertEquals(line, BoardFrame.request(request.sequence().getAsInt(), request.body()));
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void everyTruncationAndEveryFlippedBitIsNoticed(String line) {
    for (int length = 1; length < line.length(); length++) {
      String cut = line.substring(0, length);
      assertThrows(BoardFrame.FrameException.class, () -> BoardFrame.parseFromBoard(cut), cut);
    }
    for (int i = 0; i < line.length(); i++) {
      for (int bit = 0; bit < 8; bit++) {
        char[] flipped = line.toCharArray();
        flipped[i] ^= (char) (1 << bit);
        if (flipped[i] == '\n' || i == 0) {
          // The frame ends early, or is a bare line for people: neither has this number.
          continue;
        }
        String text = new String(flipped);
        assertThrows(BoardFrame.FrameException.class, () -> BoardFrame.parseFromBoard(text), text);
        assertThrows(BoardFrame.FrameException.class, () -> parseFramed(text), text);
      }
    }
  }

  private static void parseFramed(String text) throws BoardFrame.FrameException {
    if (text.startsWith("!")) {
      throw new BoardFrame.FrameException(OptionalInt.empty(), "hosts send no events");
    }
    BoardFrame.parseRequest(text);
  }

  @Test
  void bareLinesServePeople() throws Exception {
    assertEquals(
        new BoardFrame.Request(OptionalInt.empty(), "*IDN?"), BoardFrame.parseRequest("*IDN?"));
    assertEquals("-113 \"x\"", BoardFrame.reply(OptionalInt.empty(), -113, "\"x\""));
    assertEquals(
        new BoardFrame.Reply(OptionalInt.empty(), -113, "\"x\""),
        BoardFrame.parseFromBoard("-113 \"x\""));
  }

  @Test
  void aDamagedRequestStillTellsItsNumberIfItCanBeRead() {
    BoardFrame.FrameException damaged =
        assertThrows(
            BoardFrame.FrameException.class,
            () -> BoardFrame.parseRequest("#21 ROUT BACKWARE*583A"));
    assertEquals(OptionalInt.of(21), damaged.sequence());
  }

  @ParameterizedTest(name = "seed={0}")
  @ValueSource(longs = {1, 2, 3})
  void randomLinesRaiseNothingButTheDeclaredException(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String alphabet = "#!*0123456789 -ABCDEF,;.\"\\\u00ff\u0000x";
    int understood = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder line = new StringBuilder();
      for (int length = random.nextInt(24); length > 0; length--) {
        line.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        BoardFrame.FromBoard frame = BoardFrame.parseFromBoard(line.toString());
        boolean framed =
            frame instanceof BoardFrame.Event || ((BoardFrame.Reply) frame).sequence().isPresent();
        understood += framed ? 1 : 0;
      } catch (BoardFrame.FrameException e) {
        assertTrue(!e.getMessage().isEmpty());
      }
    }
    // 16 bits of checksum on the few lines that look like frames at all.
    assertTrue(understood <= 1, understood + " random lines were taken for frames");
  }

  @Test
  void numbersAreFiniteDecimalAndExactAtSeventeenDigits() {
    for (String bad : List.of("NaN", "Infinity", "0x1p3", "1d", "", "1e999", " 1", "1,5", "--1")) {
      assertTrue(Numbers.parse(bad).isEmpty(), bad);
    }
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 10_000; i++) {
      double value = Math.scalb(random.nextDouble() - 0.5, random.nextInt(60) - 40);
      StringBuilder exact = new StringBuilder();
      Numbers.append(exact, value, 17);
      assertEquals(value, Numbers.parse(exact.toString()).orElseThrow());
      StringBuilder rounded = new StringBuilder();
      Numbers.append(rounded, value, 6);
      // Half a unit of the sixth digit.
      assertEquals(
          value, Numbers.parse(rounded.toString()).orElseThrow(), 5.1e-6 * Math.abs(value));
    }
  }
}
