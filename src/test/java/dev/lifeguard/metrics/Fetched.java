package dev.lifeguard.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;

/// What a server answered.
///
/// @param type the media type, empty when it named none
public record Fetched(int status, String type, String body) {
  /// Asks for a page.
  public static Fetched get(URI address) throws IOException {
    return with("GET", address);
  }

  /// Asks with another method.
  public static Fetched with(String method, URI address) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setRequestMethod(method);
    int status = connection.getResponseCode();
    String type = Optional.ofNullable(connection.getContentType()).orElse("");
    try (InputStream in =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      return new Fetched(status, type, new String(in.readAllBytes(), UTF_8));
    } finally {
      connection.disconnect();
    }
  }
}
