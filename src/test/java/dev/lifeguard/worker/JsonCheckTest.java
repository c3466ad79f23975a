package dev.lifeguard.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

final class JsonCheckTest {
  private static final JsonFactory JACKSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(JsonCheck.MAX_DEPTH).build())
          .build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "1",
        "-12.5e+3",
        "1E9",
        "0.0",
        "true",
        "false",
        "null",
        "\"\"",
        "[]",
        "{}",
        " [ 1 , 2 ] ",
        "{\"a\":{\"b\":[1,\"x\",null]},\"c\":-1}",
        "\"\\u00fc\\n\\\"\\ud800\"",
        "\"ü€😀\"",
        "[[],[{}],{\"\":\"\"}]",
        "\t7\n",
        "[1\n,\r\n2]",
        "\"\\/\"",
        "[1e5]"
      })
  void valueIsWhole(String json) {
    assertThat(verdict(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(JsonCheck.Verdict.WHOLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01",
        "+1",
        ".5",
        "1.",
        "1.e5",
        "1e",
        "-",
        "--1",
        "NaN",
        "Infinity",
        "True",
        "nul",
        "tru e",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "[}",
        "{]",
        "]",
        "}",
        "1 2",
        "[] []",
        "\"a",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"a\nb\"",
        "",
        " ",
        "[",
        "{\"a\":1",
        "\"\\",
        "// 1",
        "1 // 1",
        "\u00a01",
        "\ufeff1",
        "{1:2}",
        "-01"
      })
  void otherTextIsNotWhole(String json) {
    assertThat(verdict(json.getBytes(StandardCharsets.UTF_8)))
        .isNotEqualTo(JsonCheck.Verdict.WHOLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "c0 80",
        "c1 bf",
        "e0 9f bf",
        "ed a0 80",
        "f0 8f bf bf",
        "f4 90 80 80",
        "f5 80 80 80",
        "ff",
        "c3",
        "e2 82",
        "c3 28"
      })
  void brokenUtf8IsBroken(String hex) {
    byte[] inside = java.util.HexFormat.ofDelimiter(" ").parseHex(hex);
    byte[] json = new byte[inside.length + 2];
    Arrays.fill(json, (byte) '"');
    System.arraycopy(inside, 0, json, 1, inside.length);
    assertThat(verdict(json)).isEqualTo(JsonCheck.Verdict.BROKEN);
  }

  @Test
  void lineBreaksBetweenTokensBecomeSpaces() {
    byte[] json = "\n{\"a\\n\":\r\n[1\n,2\n]}\n".getBytes(StandardCharsets.UTF_8);
    JsonCheck check = new JsonCheck();
    check.restart();
    assertThat(check.accept(json, 0, json.length)).isEqualTo(json.length);
    assertThat(new String(json, StandardCharsets.UTF_8)).isEqualTo(" {\"a\\n\":  [1 ,2 ]} ");
  }

  @Test
  void depthIsBounded() {
    int most = JsonCheck.MAX_DEPTH;
    assertThat(verdict(nested(most))).isEqualTo(JsonCheck.Verdict.WHOLE);
    assertThat(verdict(nested(most + 1))).isEqualTo(JsonCheck.Verdict.TOO_DEEP);
    assertThat(verdict(nested(100_000))).isEqualTo(JsonCheck.Verdict.TOO_DEEP);
  }

  private static byte[] nested(int depth) {
    return ("[".repeat(depth) + "]".repeat(depth)).getBytes(StandardCharsets.UTF_8);
  }

  /// Values from a small alphabet of tokens, damaged and cut at random: the same verdict as that of
  /// Jackson and the Java library's strict UTF-8, in whatever portions they come.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void agreesWithJackson(long seed) {
    Random random = new Random(seed);
    int whole = 0;
    for (int i = 0; i < 40_000; i++) {
      StringBuilder text = new StringBuilder();
      appendValue(text, random, 0);
      byte[] json = damaged(text.toString().getBytes(StandardCharsets.UTF_8), random);
      boolean expected = isJson(json);
      whole += expected ? 1 : 0;
      byte[] copy = json.clone();
      assertThat(inPortions(copy, random) == JsonCheck.Verdict.WHOLE)
          .as("seed %d, round %d: %s", seed, i, new String(json, StandardCharsets.ISO_8859_1))
          .isEqualTo(expected);
      if (expected) {
        assertThat(new String(copy, StandardCharsets.UTF_8)).doesNotContain("\n", "\r");
      }
    }
    assertThat(whole).isBetween(10_000, 39_000);
  }

  /// Appends a random value of JSON.
  static void appendValue(StringBuilder text, Random random, int depth) {
    String[] leaves = {
      "0",
      "-1",
      "12.5",
      "1e9",
      "-0.0E-1",
      "true",
      "false",
      "null",
      "\"\"",
      "\"ü\"",
      "\"€😀x\"",
      "\"\\u00Ff\\\\\"",
      "\" a b \"",
      "1234567890123456789"
    };
    String[] spaces = {"", "", "", " ", "\n", "\r\n\t"};
    text.append(spaces[random.nextInt(spaces.length)]);
    int kind = depth > 4 ? 0 : random.nextInt(4);
    if (kind < 2) {
      text.append(leaves[random.nextInt(leaves.length)]);
    } else {
      boolean object = kind == 2;
      text.append(object ? '{' : '[');
      int count = random.nextInt(4);
      for (int i = 0; i < count; i++) {
        text.append(i == 0 ? "" : ",").append(spaces[random.nextInt(spaces.length)]);
        text.append(object ? "\"k" + i + "\"" : "");
        text.append(object ? spaces[random.nextInt(spaces.length)] + ":" : "");
        appendValue(text, random, depth + 1);
      }
      text.append(object ? '}' : ']');
    }
    text.append(spaces[random.nextInt(spaces.length)]);
  }

  private static byte[] damaged(byte[] json, Random random) {
    if (random.nextBoolean() || json.length == 0) {
      return json;
    }
    int at = random.nextInt(json.length);
    byte[] marks = "{}[],:\"\\0123eE+-.tfn \n\u007f".getBytes(StandardCharsets.UTF_8);
    switch (random.nextInt(4)) {
      case 0 -> json[at] = (byte) random.nextInt(256);
      case 1 -> json[at] = marks[random.nextInt(marks.length)];
      case 2 -> {
        return Arrays.copyOf(json, at);
      }
      default -> {
        byte[] longer = Arrays.copyOf(json, json.length + 1);
        System.arraycopy(json, at, longer, at + 1, json.length - at);
        longer[at] = marks[random.nextInt(marks.length)];
        return longer;
      }
    }
    return json;
  }

  private static boolean isJson(byte[] json) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    } catch (CharacterCodingException notUtf8) {
      return false;
    }
    if (text.startsWith("\ufeff")) {
      return false;
    }
    try (JsonParser parser = JACKSON.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      if (parser.currentToken().isScalarValue()) {
        parser.getString();
      }
      return parser.nextToken() == null;
    } catch (JacksonException refused) {
      return false;
    }
  }

  private static JsonCheck.Verdict inPortions(byte[] json, Random random) {
    JsonCheck check = new JsonCheck();
    check.restart();
    int from = 0;
    while (from < json.length && check.verdict() != JsonCheck.Verdict.BROKEN) {
      int to = from + 1 + random.nextInt(json.length - from);
      check.accept(json, from, to);
      from = to;
    }
    return check.verdict();
  }

  private static JsonCheck.Verdict verdict(byte[] json) {
    JsonCheck check = new JsonCheck();
    check.restart();
    check.accept(json, 0, json.length);
    return check.verdict();
  }
}
