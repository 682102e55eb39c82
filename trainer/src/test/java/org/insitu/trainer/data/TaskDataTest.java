package org.insitu.trainer.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskDataTest {
  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private TaskData read(String text) throws IOException, DatasetException {
    return TaskData.read(file("a.csv", text), Optional.empty(), 4, 7);
  }

  @Test
  void readsPointsClassesAndNames() throws Exception {
    TaskData data = read("height,width,label\n1,2,cat\n3,5,ape\n1,3,cat\n4,4,ape\n");
    assertEquals("a.csv", data.name());
    assertEquals(List.of("height", "width"), data.train().featureNames());
    assertEquals(List.of("ape", "cat"), data.train().classNames());
    assertEquals(2, data.train().size());
    assertEquals(2, data.test().size());
  }

  @Test
  void integerClassesSortByValue() throws Exception {
    TaskData data = read("x,label\n1,10\n2,9\n3,10\n4,9\n");
    assertEquals(List.of("9", "10"), data.train().classNames());
  }

  @Test
  void quotesByteOrderMarkAndBlankLinesAreFine() throws Exception {
    TaskData data = read("\uFEFFx1,\"x2\",Label\r\n\r\n1, 2 ,a\r\n\"3\",4,b\r\n5,1,a\r\n0,1,b");
    assertEquals(List.of("x1", "x2"), data.train().featureNames());
    assertEquals(4, data.train().size() + data.test().size());
  }

  @Test
  void holdsOutAFifthOfEachClassTheSameForTheSameSeed() throws Exception {
    StringBuilder text = new StringBuilder("x,label\n");
    for (int i = 0; i < 100; i++) {
      text.append(i).append(',').append(i < 70 ? "a" : "b").append('\n');
    }
    Path csv = file("b.csv", text.toString());
    TaskData first = TaskData.read(csv, Optional.empty(), 4, 7);
    TaskData again = TaskData.read(csv, Optional.empty(), 4, 7);
    TaskData other = TaskData.read(csv, Optional.empty(), 4, 8);
    assertEquals(20, first.test().size());
    assertEquals(6, Arrays.stream(first.test().labels()).sum());
    assertArrayEquals(first.test().points(), again.test().points());
    assertFalse(Arrays.deepEquals(first.test().points(), other.test().points()));
  }

  @Test
  void standardisesByTheTrainingSetAlone() throws Exception {
    Path train = file("train.csv", "x,y,label\n0,7,a\n1000,7,b\n");
    Path test = file("test.csv", "x,y,label\n1500,8,b\n");
    TaskData data = TaskData.read(train, Optional.of(test), 4, 7);
    assertArrayEquals(new double[] {-1, 0}, data.train().points()[0]);
    assertArrayEquals(new double[] {1, 0}, data.train().points()[1]);
    assertArrayEquals(new double[] {2, 1}, data.test().points()[0]);
    assertArrayEquals(new double[] {500, 7}, data.scaling().shift());
    assertArrayEquals(new double[] {0.002, 1}, data.scaling().factor());
  }

  @Test
  void manyFeaturesSharePower() throws Exception {
    Path csv =
        file(
            "c.csv",
            "a,b,c,d,e,f,label\n0,0,0,0,0,0,u\n2,2,2,2,2,2,v\n0,0,0,0,0,0,u\n2,2,2,2,2,2,v\n");
    TaskData data = TaskData.read(csv, Optional.of(csv), 8, 7);
    // 6 features of deviation √(3/6)
    assertEquals(Math.sqrt(0.5), data.train().points()[1][0], 1e-15);
  }

  @Test
  void hugeFeaturesDoNotOverflow() throws Exception {
    Path csv = file("d.csv", "x,label\n-1e308,a\n1e308,b\n");
    TaskData data = TaskData.read(csv, Optional.of(csv), 4, 7);
    assertEquals(1, data.train().points()[1][0], 1e-12);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "missing value       | x,y,label~1,2,a~1,,b~      | line 3, column 2: the value of 'y' is missing.",
        "missing label       | x,y,label~1,2,~            | line 2, column 3: the value of 'label' is missing.",
        "text                | x,y,label~1,2,a~1,two,b~   | line 3, column 2: 'two' of feature 'y' is not a number.",
        "not finite          | x,y,label~1,2,a~NaN,2,b~   | line 3, column 1: 'NaN' of feature 'x' is not a finite number.",
        "infinite            | x,y,label~1,2,a~1,1e999,b~ | line 3, column 2: '1e999' of feature 'y' is not a finite number.",
        "one class           | x,y,label~1,2,a~1,3,a~     | line 2, column 3: all rows have the class 'a'; at least two classes are needed.",
        "too many features   | p,q,r,s,label~1,2,3,4,a~   | line 1, column 4: 4 features are too many for 4 ports; keep at most 3.",
        "too many classes    | x,label~1,a~1,b~1,c~1,d~1,e | column 2: 5 classes are too many for 4 ports; keep at most 4.",
        "no rows             | x,y,label~                 | line 1: there are no rows after the header.",
        "empty               | ``                         | the file is empty; it needs a header like x1,x2,label and rows.",
        "no label column     | x,y,class~1,2,a~           | line 1, column 3: the last column of the header is 'class', it must be 'label', as in x1,x2,label.",
        "no header           | 1,2,3~1,2,3~               | line 1, column 3: the last column of the header is '3', it must be 'label', as in x1,x2,label.",
        "no feature          | label~a~b~                 | line 1: the header has no feature before 'label', it needs one, as in x1,x2,label.",
        "name twice          | x,x,label~1,2,a~           | line 1, column 2: the header has 'x' twice.",
        "name missing        | x,,label~1,2,a~            | line 1, column 2: the header has no name here.",
        "short row           | x,y,label~1,2,a~1,b~       | line 3, column 3: the row has 2 values, the header has 3 columns.",
        "long row            | x,y,label~1,2,a~1,2,b,4~   | line 3, column 4: the row has 4 values, the header has 3 columns.",
        "class with one row  | x,label~1,a~2,b~3,b~       | class 'a' has one row, and a test set needs one more; add rows or give --test-data.",
        "broken quotes       | x,label~\"1,a~             | the file is not valid CSV",
      })
  void saysWhereTheFileIsWrong(String name, String text, String complaint) throws IOException {
    Path csv = file("bad.csv", text.replace('~', '\n'));
    DatasetException e =
        assertThrows(
            DatasetException.class, () -> TaskData.read(csv, Optional.empty(), 4, 7), name);
    assertTrue(e.getMessage().startsWith(csv.toString()), e.getMessage());
    assertTrue(e.getMessage().contains(complaint), e.getMessage());
  }

  @Test
  void saysThatAFileDoesNotExist() {
    DatasetException e =
        assertThrows(
            DatasetException.class,
            () -> TaskData.read(folder.resolve("none.csv"), Optional.empty(), 4, 7));
    assertTrue(e.getMessage().endsWith("none.csv: there is no such file."), e.getMessage());
  }

  @Test
  void saysThatAFileIsNotText() throws IOException {
    Path csv = folder.resolve("latin.csv");
    Files.write(csv, "x,label\n1,é\n".getBytes(StandardCharsets.ISO_8859_1));
    DatasetException e =
        assertThrows(DatasetException.class, () -> TaskData.read(csv, Optional.empty(), 4, 7));
    assertTrue(e.getMessage().contains("not UTF-8 text"), e.getMessage());
  }

  @Test
  void testFileMustHaveTheTrainingClassesAndFeatures() throws IOException {
    Path train = file("train.csv", "x,label\n0,a\n1,b\n");
    Path classes = file("classes.csv", "x,label\n0,a\n1,c\n");
    Path features = file("features.csv", "z,label\n0,a\n1,b\n");
    DatasetException unknown =
        assertThrows(
            DatasetException.class, () -> TaskData.read(train, Optional.of(classes), 4, 7));
    assertTrue(unknown.getMessage().contains("line 3, column 2: class 'c'"), unknown.getMessage());
    DatasetException renamed =
        assertThrows(
            DatasetException.class, () -> TaskData.read(train, Optional.of(features), 4, 7));
    assertTrue(renamed.getMessage().contains("features.csv, line 1"), renamed.getMessage());
  }
}
