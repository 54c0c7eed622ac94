package io.towpath.io.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.towpath.config.RestDeclaration.Detail;
import io.towpath.core.ByteSlice;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for each item of a list again, by its id, some at a time.
 *
 * <p><b>Bounded</b>: the answers for the items of one page are held. <b>Guarantee</b>: items come
 * in the order of the list, and one that is gone is left out. <b>Failures</b>: {@link
 * TowpathException} with exit code SOURCE.
 */
final class Details implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Details.class);
  private static final int NOT_FOUND = 404;
  private static final int GONE = 410;

  private final Api api;
  private final Detail detail;
  private final Allowance allowance;
  private final ExecutorService threads;
  private long gone;

  /**
   * The second requests of a list.
   *
   * @param parallel how many run at once
   */
  Details(Api api, Detail detail, Allowance allowance, int parallel) {
    this.api = api;
    this.detail = detail;
    this.allowance = allowance;
    this.threads =
        Executors.newFixedThreadPool(
            parallel,
            work -> {
              Thread thread = new Thread(work, "towpath-rest-detail");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * An item and what it was asked for by.
   *
   * @param place of the item in its page
   */
  record Item(Request request, int place, ByteSlice bytes) {}

  /** The items of a page. */
  List<Item> of(Pages.Numbered list) {
    List<Future<Optional<Item>>> asked = new ArrayList<>();
    for (int i = 0; i < list.page().size(); i++) {
      int place = i;
      Request request = api.requests().detail(detail, id(list, place));
      asked.add(threads.submit(() -> item(request, place)));
    }
    List<Item> items = new ArrayList<>();
    for (Future<Optional<Item>> each : asked) {
      get(each).ifPresentOrElse(items::add, () -> gone++);
    }
    return items;
  }

  private Optional<Item> item(Request request, int place) {
    try {
      Page page = api.ask(request, this::read);
      return Optional.of(new Item(request, place, page.item(0)));
    } catch (Exchange.Refused e) {
      int status = e.answer().status();
      if (status == NOT_FOUND || status == GONE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Page read(Answer answer) throws EOFException, Page.Unexpected {
    allowance.use(answer);
    Page page = Page.single(answer, detail.record());
    if (page.item(0).bytes()[page.item(0).offset()] != '{') {
      throw new Page.Unexpected(
          "no object at "
              + (detail.record().isEmpty() ? "the top" : detail.record())
              + "; expected source.rest.detail.record to point to the item");
    }
    return page;
  }

  private String id(Pages.Numbered list, int place) {
    String id = text(list.page().answer(), list.page().item(place));
    if (id != null) {
      return id;
    }
    throw new TowpathException(
        ExitCode.SOURCE,
        api.requests().shown(list.request())
            + ": item "
            + (place + 1)
            + " of page "
            + list.number()
            + " has no id at "
            + detail.id()
            + "; expected a text or a number there (source.rest.detail.id)");
  }

  /** The text or number at the id's place, null if there is none. */
  private @Nullable String text(Answer answer, ByteSlice item) {
    try {
      ByteSlice found = Page.single(alone(answer, item), detail.id()).item(0);
      JsonScan scan = new JsonScan(alone(answer, found).body(), found.length());
      byte first = scan.peek();
      if (first == '"') {
        return scan.text();
      }
      return first == '-' || Character.isDigit(first)
          ? new String(found.bytes(), found.offset(), found.length(), UTF_8)
          : null;
    } catch (IOException | Page.Unexpected e) {
      return null;
    }
  }

  private static Answer alone(Answer answer, ByteSlice part) {
    byte[] bytes = new byte[part.length()];
    part.copyTo(bytes, 0);
    return new Answer(answer.from(), answer.status(), answer.headers(), bytes, bytes.length);
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TowpathException(ExitCode.SOURCE, "stopped while asking for items", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    if (gone > 0) {
      LOG.info("{} items of the list were gone when they were asked for", gone);
    }
  }
}
