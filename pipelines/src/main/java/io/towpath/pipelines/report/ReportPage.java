package io.towpath.pipelines.report;

import static j2html.TagCreator.body;
import static j2html.TagCreator.caption;
import static j2html.TagCreator.div;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.style;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.title;
import static j2html.TagCreator.tr;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.towpath.core.Reject;
import io.towpath.io.postgres.CheckResults;
import io.towpath.io.postgres.RunRow;
import io.towpath.transforms.FoundMask;
import j2html.tags.DomContent;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a report as one HTML file: no script, nothing that is fetched. What comes from data is
 * text, whatever it looks like.
 */
public final class ReportPage {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String NOTHING_LOADED =
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

  private static final int SHOWN_DIGITS = 4;

  private ReportPage() {}

  /** A share of a book. */
  private record Term(String name, long count) {}

  /** The page. */
  public static String of(RunReport report) {
    RunRow run = report.run();
    String name = run.plan().feed() + ", run " + run.plan().run();
    return document(
        html(
                head(
                    meta().withCharset("utf-8"),
                    meta()
                        .attr("http-equiv", "Content-Security-Policy")
                        .withContent(NOTHING_LOADED),
                    meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                    title(visible(name)),
                    style(rawHtml(stylesheet()))),
                body(
                    main(
                        heading(run),
                        books(run.counts()),
                        checks(report.checks()),
                        rejects(report),
                        history(report.history(), run.plan().run()))))
            .withLang("en"));
  }

  private static DomContent heading(RunRow run) {
    RunRow.Plan plan = run.plan();
    String batches =
        plan.firstBatch() == plan.lastBatch()
            ? "batch " + plan.firstBatch()
            : "batches " + plan.firstBatch() + " to " + plan.lastBatch();
    return section(
        h1(visible(plan.feed())),
        p(
            badge(run.state()),
            span(
                " run "
                    + plan.run()
                    + ", "
                    + batches
                    + ", "
                    + plan.mode().word()
                    + ", contract "
                    + visible(plan.contractVersion()))),
        p(
            "Started "
                + time(plan.started())
                + " UTC"
                + (run.finished() == null ? "" : ", took " + took(plan.started(), run.finished()))),
        iff(run.error() != null, p(visible(run.error())).withClass("error")));
  }

  private static DomContent badge(RunRow.State state) {
    return span(word(state)).withClass("badge " + word(state));
  }

  /** Both equations, as numbers for everybody and as bars for eyes. */
  private static DomContent books(RunRow.Counts n) {
    return section(
        h2("Books"),
        div(
                book(
                    "What became of the records that were read",
                    n.read() + n.expanded(),
                    new Term("staged", n.staged()),
                    new Term("duplicates", n.duplicates()),
                    new Term("rejected", n.rejected()),
                    new Term("filtered", n.filtered())),
                book(
                    "What the staged rows did to the table",
                    n.staged(),
                    new Term("inserted", n.inserted()),
                    new Term("updated", n.updated()),
                    new Term("deleted", n.deleted()),
                    new Term("kept", n.kept())))
            .withClass("books"));
  }

  private static DomContent book(String what, long whole, Term... terms) {
    return div(
            table(
                caption(what + ": " + number(whole)),
                tbody(
                    each(
                        Arrays.asList(terms),
                        term ->
                            tr(
                                th(span().withClass("dot " + term.name()), span(term.name()))
                                    .attr("scope", "row"),
                                amount(term.count()),
                                td(share(term.count(), whole)).withClass("number"))))),
            div(each(
                    Arrays.asList(terms),
                    term ->
                        iff(
                            term.count() > 0,
                            div()
                                .withClass("part " + term.name())
                                .withStyle("flex-grow: " + term.count()))))
                .withClass("bar")
                .attr("aria-hidden", "true"))
        .withClass("book");
  }

  private static SectionTag checks(List<CheckResults.Result> checks) {
    return section(
        h2("Checks"),
        checks.isEmpty()
            ? p("None were judged.")
            : rows(
                List.of("check", "severity", ">found", "expected", "passed"),
                checks.stream()
                    .map(
                        check ->
                            tr(
                                    text(check.id()),
                                    text(word(check.severity())),
                                    td(found(check.value())).withClass("number"),
                                    text(check.expectation()),
                                    text(check.passed() ? "yes" : "no"))
                                .withClass(check.passed() ? "" : "failed"))));
  }

  private static SectionTag rejects(RunReport report) {
    if (report.reasons().isEmpty()) {
      return section(h2("Rejects"), p("None."));
    }
    return section(
        h2("Rejects"),
        rows(
            List.of("reason", "column", ">records"),
            report.reasons().stream()
                .map(
                    reason ->
                        tr(text(reason.reason()), text(reason.column()), amount(reason.count())))),
        p("The first of them; towpath rejects shows the raw lines."),
        rows(
            List.of(">batch", ">part", ">line", "reason", "column", "found", "expected"),
            report.examples().stream().map(found -> example(found.reject()))));
  }

  private static TrTag example(Reject reject) {
    return tr(
        amount(reject.origin().batch()),
        amount(reject.origin().part()),
        reject.origin().line() > 0 ? amount(reject.origin().line()) : text(""),
        text(reject.reason()),
        text(reject.column()),
        text(reject.found()),
        text(reject.expected()));
  }

  private static SectionTag history(List<RunRow> runs, String shown) {
    return section(
        h2("Last runs"),
        rows(
            List.of("started (UTC)", "state", ">took", ">read", ">staged", ">rejected", ">changed"),
            runs.stream()
                .map(
                    run ->
                        tr(
                                text(time(run.plan().started())),
                                td(badge(run.state())),
                                td(run.finished() == null
                                        ? ""
                                        : took(run.plan().started(), run.finished()))
                                    .withClass("number"),
                                amount(run.counts().read()),
                                amount(run.counts().staged()),
                                amount(run.counts().rejected()),
                                amount(
                                    run.counts().inserted()
                                        + run.counts().updated()
                                        + run.counts().deleted()))
                            .withClass(run.plan().run().equals(shown) ? "shown" : ""))));
  }

  private static DomContent rows(List<String> header, Stream<TrTag> rows) {
    return div(table(
            thead(tr(each(header, ReportPage::column))), tbody(each(rows.toList(), row -> row))))
        .withClass("wide");
  }

  /** The head of a column; with {@code >} before its name it is one of numbers. */
  private static DomContent column(String name) {
    boolean numbers = name.startsWith(">");
    return th(numbers ? name.substring(1) : name)
        .attr("scope", "col")
        .withClass(numbers ? "number" : "");
  }

  /** With four digits behind the point, which is more than a check needs. */
  private static String found(@Nullable BigDecimal value) {
    return value == null
        ? "nothing"
        : value.setScale(SHOWN_DIGITS, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString();
  }

  private static DomContent text(@Nullable String value) {
    return td(visible(value));
  }

  private static DomContent amount(long value) {
    return td(number(value)).withClass("number");
  }

  /** Control and direction characters as escapes; the library escapes markup. */
  private static String visible(@Nullable String value) {
    return value == null ? "" : FoundMask.visible(value);
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String share(long part, long whole) {
    return whole == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
  }

  private static String time(Instant instant) {
    return TIME.format(instant);
  }

  private static String took(Instant from, Instant to) {
    return String.format(Locale.ROOT, "%,.1f s", Duration.between(from, to).toMillis() / 1000.0);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String stylesheet() {
    try (InputStream in =
        ReportPage.class.getResourceAsStream("/io/towpath/pipelines/report/report.css")) {
      if (in == null) {
        throw new IllegalStateException("the report's style sheet is missing from the jar");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
