package io.towpath.testing;

import java.util.Locale;

/**
 * What {@link FaultProxy} does to one request.
 *
 * @param kind whether the server sees the request, and the client the reply
 * @param bytes of the reply that pass, head included, where it is cut
 * @param reply what the client gets instead, where the server does not see the request
 */
public record Fault(Kind kind, long bytes, String reply) {

  /** Kinds of faults. */
  enum Kind {
    NONE,
    REPLY,
    CUT
  }

  /** Passes request and reply on. */
  public static Fault none() {
    return new Fault(Kind.NONE, Long.MAX_VALUE, "");
  }

  /** Answers with a status and an S3 error in the server's place. */
  public static Fault status(int status, String code) {
    return reply(
        status,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>%s</Code><Message>injected</Message></Error>"
            .formatted(code));
  }

  /** Answers with a status and a body in the server's place. */
  public static Fault reply(int status, String body) {
    String head =
        String.format(
            Locale.ROOT,
            "HTTP/1.1 %d Injected\r\nContent-Type: application/xml\r\nContent-Length: %d\r\nConnection: close\r\n\r\n",
            status,
            body.length());
    return new Fault(Kind.REPLY, 0, head + body);
  }

  /** Lets the server do its work, and loses its whole reply. */
  public static Fault lostReply() {
    return cutReply(0);
  }

  /** Ends the connection after so many bytes of the reply, its head included. */
  public static Fault cutReply(long bytes) {
    return new Fault(Kind.CUT, bytes, "");
  }
}
