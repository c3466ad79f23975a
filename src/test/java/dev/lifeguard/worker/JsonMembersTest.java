package dev.lifeguard.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonMembersTest {
  private static JsonMembers of(String json) {
    return JsonMembers.of(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void stringsAndNumbersAreFoundBetweenOtherThings() {
    JsonMembers members =
        of(
            " { \"skip\" : {\"type\":\"no\",\"x\":[\"}\",1]}, \"type\":\"a\\\"\\u00fc\\n\","
                + "\"list\":[1,{\"pid\":2}],\"pid\": 42 ,\"on\":true,\"none\":null}");
    assertThat(members.string("type", "")).isEqualTo("a\"ü\n");
    assertThat(members.number("pid")).isEqualTo(42);
    assertThat(members.string("on", "fallback")).isEqualTo("fallback");
    assertThat(members.string("list", "fallback")).isEqualTo("fallback");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"x\"", "[1]", "{}", "null", " true ", "[{\"pid\":1}]"})
  void otherValuesHaveNoMembers(String json) {
    assertThat(of(json).number("pid")).isZero();
  }

  /// A worker may say anything; whatever is JSON must not stop the supervisor.
  @Test
  void anyJsonIsRead() {
    Random random = new Random(7);
    for (int i = 0; i < 50_000; i++) {
      StringBuilder json = new StringBuilder("{\"first\":");
      JsonCheckTest.appendValue(json, random, 0);
      json.append(",\"last\":\"here\"}");
      assertThat(of(json.toString()).string("last", "")).as(json.toString()).isEqualTo("here");
    }
    assertThat(of("").number("pid")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "1e3", "\"x\"", "99999999999999999999"})
  void whatIsNoWholeNumberIsZero(String number) {
    assertThat(of("{\"pid\":" + number + "}").number("pid")).isZero();
  }
}
