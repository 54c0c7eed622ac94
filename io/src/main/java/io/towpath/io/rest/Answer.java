package io.towpath.io.rest;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an API answered, held whole.
 *
 * @param from the address that answered, after redirects
 * @param headers by lower-case name
 * @param body unpacked; only its first {@code length} bytes count
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere, and copying would cost the hot path
record Answer(URI from, int status, Map<String, String> headers, byte[] body, int length) {

  @Nullable String header(String name) {
    return headers.get(name.toLowerCase(java.util.Locale.ROOT));
  }

  boolean isOk() {
    return status >= 200 && status < 300;
  }
}
