package io.towpath.config;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An API that answers with JSON over HTTP as a source. It holds references to secrets, never their
 * values.
 *
 * @param endpoint what is asked for
 * @param pagination how the next page is asked for, and when there is none
 * @param auth who asks
 * @param courtesy what the API is spared, and how failures are borne
 * @param incremental what tells new items from old ones, null if every batch holds all items
 * @param detail the second request for each item, null if the list has all of it
 */
public record RestDeclaration(
    Endpoint endpoint,
    Pagination pagination,
    RestAuth auth,
    Courtesy courtesy,
    @Nullable Incremental incremental,
    @Nullable Detail detail)
    implements SourceDeclaration {

  @Override
  public Layout layout() {
    return Layout.items();
  }

  /** The request methods that read. */
  public enum Method {
    GET,
    POST
  }

  /**
   * What is asked for.
   *
   * @param address of the API, or a reference to it
   * @param path behind the URL's own, empty or beginning with a slash
   * @param query parameters of every request, as text or reference
   * @param headers of every request, as text or reference
   * @param method of the request
   * @param body of a POST, a JSON object; null where there is none
   * @param records JSON Pointer to the array of items, empty if the answer is the array
   * @param idempotencyKey header that makes a repeated POST harmless, null if there is none
   * @param allowPrivate whether addresses that are not public may be reached
   */
  public record Endpoint(
      Address address,
      String path,
      Map<String, Secret> query,
      Map<String, Secret> headers,
      Method method,
      @Nullable String body,
      String records,
      @Nullable String idempotencyKey,
      boolean allowPrivate)
      implements Serializable {

    /** Where it is, for messages. */
    public String place() {
      return address + path;
    }

    /** The address itself, without the path. */
    public String url() {
      return address.url();
    }

    /** What the first request asks for, without its query. */
    public String target() {
      return url() + path;
    }
  }

  /** How the next page is asked for. */
  public enum Style {
    /** There is one page. */
    NONE,
    /** By its number. */
    PAGE,
    /** By how many items come before it. */
    OFFSET,
    /** By a value that the last page's body holds. */
    CURSOR,
    /** By a link that the last page's body holds. */
    NEXT,
    /** By the last page's header {@code Link}. */
    LINK,
    /** By a value in a header of the last page. */
    HEADER
  }

  /**
   * How pages follow each other.
   *
   * @param style how the next one is asked for
   * @param parameter that takes the page's number, offset or cursor: of the query, or a JSON
   *     Pointer into the body; null where a link has all
   * @param from JSON Pointer or header that the cursor or link is taken from, null for others
   * @param first number of the first page, or offset of the first item
   * @param sizeParameter that takes the page's size, null if it is not asked for
   * @param size items of a full page, 0 if it is not known
   * @param stop when there is no next page, where the API does not say it by an absent cursor
   */
  public record Pagination(
      Style style,
      @Nullable String parameter,
      @Nullable String from,
      long first,
      @Nullable String sizeParameter,
      int size,
      Stop stop)
      implements Serializable {}

  /**
   * When pages by number or offset end.
   *
   * @param shortPage whether a page with fewer items than its size is the last one; else an empty
   *     one is
   * @param total JSON Pointer to how many items there are, null if the API does not say
   * @param hasMore JSON Pointer to whether there is a next page, null if the API does not say
   */
  public record Stop(boolean shortPage, @Nullable String total, @Nullable String hasMore)
      implements Serializable {}

  /**
   * What an API is spared, and how failures are borne.
   *
   * @param limit requests in any time of its length, by all workers together; null for no limit
   * @param budget name of the limit, which feeds of one API share; null: the feed's own
   * @param concurrency requests that run at once
   * @param retries of a request that failed for a reason that passes
   * @param caps beyond which reading is given up
   */
  public record Courtesy(
      @Nullable Rate limit, @Nullable String budget, int concurrency, Retries retries, Caps caps)
      implements Serializable {}

  /** At most so many requests in any time of this length. */
  public record Rate(int requests, Duration per) implements Serializable {}

  /**
   * How often and how patiently a request is repeated.
   *
   * @param attempts at most, the first one included
   * @param first wait, which doubles with each attempt
   * @param longest wait, also where the API asks for a longer one
   */
  public record Retries(int attempts, Duration first, Duration longest) implements Serializable {}

  /**
   * Beyond what reading is given up.
   *
   * @param timeout of one request, from its beginning to the answer's last byte
   * @param pageBytes of one answer, unpacked
   * @param bytes of all answers of a split
   * @param time that a split may take
   */
  public record Caps(Duration timeout, long pageBytes, long bytes, Duration time)
      implements Serializable {}

  /** How an instant is written in a request. */
  public enum TimeFormat {
    /** {@code 2026-01-31T08:00:00Z}. */
    ISO,
    /** {@code 2026-01-31}, in UTC. */
    DATE,
    /** Seconds since 1970. */
    SECONDS,
    /** Milliseconds since 1970. */
    MILLIS
  }

  /**
   * What tells new items from old ones.
   *
   * @param since parameter for the beginning of the slice
   * @param until parameter for its end, null if the API knows none
   * @param start where the first batch begins
   * @param lag how long before now a slice ends, for items that appear late
   * @param overlap how much of the last slice is asked for again
   * @param format of the parameters' values
   * @param window length of the pieces that a slice is read in, null for one piece
   */
  public record Incremental(
      String since,
      @Nullable String until,
      Instant start,
      Duration lag,
      Duration overlap,
      TimeFormat format,
      @Nullable Duration window)
      implements Serializable {}

  /**
   * The second request for each item of the list; what it gives is the item that is landed.
   *
   * @param path behind the URL's own, in which {@code {id}} stands for the item's id
   * @param id JSON Pointer to the id within an item of the list
   * @param record JSON Pointer to the item within the answer, empty if the answer is it
   */
  public record Detail(String path, String id, String record) implements Serializable {}
}
