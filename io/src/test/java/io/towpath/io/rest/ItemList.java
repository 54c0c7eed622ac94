package io.towpath.io.rest;

import io.towpath.testing.ApiServer.Call;
import io.towpath.testing.ApiServer.Reply;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Items with ids from 1 on, as servers give them page by page. */
final class ItemList {
  private ItemList() {}

  static String item(long id) {
    return "{\"id\": " + id + "}";
  }

  static List<String> items(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(ItemList::item).toList();
  }

  static String array(long from, long to) {
    return items(from, to).stream().collect(Collectors.joining(", ", "[", "]"));
  }

  /** The page of a call that names its number, of so many items in all. */
  static Reply numbered(Call call, int size, long all) {
    long page = Long.parseLong(call.parameter("page"));
    return Reply.json(array((page - 1) * size + 1, Math.min(page * size, all)));
  }

  /** The page of a call that names its offset, with the total. */
  static Reply offset(Call call, int size, long all) {
    long offset = Long.parseLong(call.parameter("offset"));
    return Reply.json(
        "{\"total\": "
            + all
            + ", \"data\": "
            + array(offset + 1, Math.min(offset + size, all))
            + "}");
  }
}
