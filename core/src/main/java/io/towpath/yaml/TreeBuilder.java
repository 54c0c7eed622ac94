package io.towpath.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;

/** Builds the tree from the parser's events. */
final class TreeBuilder {
  private static final int MAX_DEPTH = 50;
  private static final long MAX_NODES = 100_000;
  private static final List<String> CONFIDENTIAL = List.of("password", "secret", "bearer", "key");

  private final Parser parser;
  private final Place start;
  private final Problems problems;
  private final Map<String, YamlNode> anchors = new HashMap<>();

  TreeBuilder(Parser parser, Place start, Problems problems) {
    this.parser = parser;
    this.start = start;
    this.problems = problems;
  }

  /** The root; empty, with a problem, if the file is empty or holds too much. */
  Optional<YamlNode> build() {
    parser.getEvent(); // stream start
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      problems.add(start, "the file is empty");
      return Optional.empty();
    }
    parser.getEvent(); // document start
    try {
      YamlNode root = node(0, false);
      parser.getEvent(); // document end
      if (!parser.checkEvent(Event.ID.StreamEnd)) {
        problems.add(
            place(parser.peekEvent()), "a second document begins here; a file holds one document");
        return Optional.empty();
      }
      if (root instanceof YamlNode.Scalar scalar && scalar.type() == YamlNode.Type.NULL) {
        problems.add(start, "the file is empty");
        return Optional.empty();
      }
      return Optional.of(root);
    } catch (RefusedException refused) {
      problems.add(refused.place, refused.reason);
      return Optional.empty();
    }
  }

  private YamlNode node(int depth, boolean confidential) {
    Event event = parser.getEvent();
    Place place = place(event);
    if (depth > MAX_DEPTH) {
      throw new RefusedException(place, "this is nested more than " + MAX_DEPTH + " levels deep");
    }
    if (event instanceof AliasEvent alias) {
      return alias(alias, place);
    }
    YamlNode node;
    if (isTagged(event)) {
      problems.add(place, "tags are not read; remove it, or put text that begins with ! in quotes");
    }
    if (event instanceof SequenceStartEvent) {
      node = sequence(place, depth);
    } else if (event instanceof MappingStartEvent) {
      node = mapping(place, depth);
    } else {
      node = scalar((ScalarEvent) event, place, confidential);
    }
    String anchor = ((NodeEvent) event).getAnchor();
    if (anchor != null) {
      anchors.put(anchor, node);
    }
    return node;
  }

  /** Anchors are known once their node is complete, so no node can hold itself. */
  private YamlNode alias(AliasEvent alias, Place place) {
    YamlNode node = anchors.get(alias.getAnchor());
    if (node == null) {
      problems.add(
          place,
          "this alias names no anchor above it; text that begins with * must stand in quotes");
      return new YamlNode.Scalar(place, "", YamlNode.Type.BROKEN);
    }
    return node;
  }

  private static boolean isTagged(Event event) {
    if (event instanceof ScalarEvent scalar) {
      return scalar.getTag() != null;
    }
    return ((CollectionStartEvent) event).getTag() != null;
  }

  private YamlNode sequence(Place place, int depth) {
    List<YamlNode> items = new ArrayList<>();
    long size = 1;
    while (!parser.checkEvent(Event.ID.SequenceEnd)) {
      YamlNode item = node(depth + 1, false);
      size = grown(size, item, place);
      items.add(item);
    }
    parser.getEvent();
    return new YamlNode.Sequence(place, List.copyOf(items), size);
  }

  private YamlNode mapping(Place place, int depth) {
    Map<String, YamlNode.Entry> entries = new HashMap<>();
    List<YamlNode.Entry> inOrder = new ArrayList<>();
    long size = 1;
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      YamlNode key = node(depth + 1, false);
      String name = key instanceof YamlNode.Scalar scalar ? scalar.value() : null;
      YamlNode value = node(depth + 1, isConfidential(name));
      size = grown(size, value, place);
      if (name == null) {
        problems.add(key.place(), "a key is a list or a mapping; expected a word");
        continue;
      }
      if (((YamlNode.Scalar) key).type() == YamlNode.Type.BROKEN) {
        continue;
      }
      YamlNode.Entry entry = new YamlNode.Entry(key.place(), name, value);
      YamlNode.Entry first = entries.putIfAbsent(name, entry);
      if (first == null) {
        inOrder.add(entry);
      } else {
        problems.add(
            key.place(),
            "duplicate key " + name + "; it stands at line " + first.place().line() + " already");
      }
    }
    parser.getEvent();
    return new YamlNode.Mapping(place, List.copyOf(inOrder), size);
  }

  private static long grown(long size, YamlNode child, Place place) {
    long grown = size + 1 + child.size();
    if (grown > MAX_NODES) {
      throw new RefusedException(
          place,
          "this grows to more than " + MAX_NODES + " values when its aliases are written out");
    }
    return grown;
  }

  private YamlNode scalar(ScalarEvent event, Place place, boolean confidential) {
    if (isTagged(event)) {
      return new YamlNode.Scalar(place, event.getValue(), YamlNode.Type.BROKEN);
    }
    if (!event.isPlain()) {
      return new YamlNode.Scalar(place, event.getValue(), YamlNode.Type.TEXT);
    }
    PlainScalar plain = PlainScalar.of(event.getValue());
    plain
        .advice()
        .ifPresent(
            advice ->
                problems.add(
                    place,
                    confidential
                        ? "the value means different things to different YAML readers; put it in quotes"
                        : advice));
    return new YamlNode.Scalar(place, event.getValue(), plain.type());
  }

  /** Messages repeat what they found, except where it may be a secret. */
  private static boolean isConfidential(@Nullable String key) {
    return key != null && CONFIDENTIAL.stream().anyMatch(key.toLowerCase(Locale.ROOT)::contains);
  }

  private Place place(Event event) {
    return at(start, event.getStartMark());
  }

  static Place at(Place start, Mark mark) {
    return new Place(start.file(), mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** Ends the reading of a document that costs too much to go on with. */
  private static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Place place;
    private final String reason;

    RefusedException(Place place, String reason) {
      super(reason);
      this.place = place;
      this.reason = reason;
    }
  }
}
