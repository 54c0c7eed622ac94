"""Generates, measures round by round, reports. Exit code 1 if any books or table were wrong."""

import sys
from collections.abc import Sequence

from lineitem.contest import Contestant, Measurement
from lineitem.dataset import dataset
from lineitem.errors import BenchError
from lineitem.floor import Floor
from lineitem.land import landings
from lineitem.layout import Layout
from lineitem.measure import Meter
from lineitem.options import Options, parse
from lineitem.process import run_or_fail
from lineitem.report import Report
from lineitem.rivals import duckdb_by_hand, spark_by_hand
from lineitem.server import Server, running_server
from lineitem.towpath import main_load, monthly_load, rerun, small_loads, upsert

SMALL_SCALE = 0.1


def main(arguments: Sequence[str]) -> int:
    options = parse(arguments)
    layout = Layout.of_this_checkout()
    for folder in (layout.logs, layout.scratch):
        folder.mkdir(parents=True, exist_ok=True)
    with running_server(layout) as server:
        contestants = participants(options, layout, server)
        build_towpath(options, layout)
        meter = Meter(layout, server, options.timeout_seconds)
        report = Report(contestants, measure(contestants, meter, options.runs))
    print("\n".join(report.lines()), flush=True)
    return 0 if report.exact() else 1


def participants(options: Options, layout: Layout, server: Server) -> list[Contestant]:
    """In the order of a round: what continues from b comes after it."""
    data = dataset(layout, options.scale)
    load = main_load(layout, server, data)
    rows: list[Contestant] = [
        Floor(layout, server, data),
        load,
        rerun(load),
        upsert(load),
        spark_by_hand(layout, server, data),
        monthly_load(layout, server, data),
        duckdb_by_hand(layout, server, data),
        *landings(layout, server, data),
    ]
    chosen = [row for row in rows if row.key in options.rows]
    if "g" in options.rows:
        chosen += small_loads(layout, server, dataset(layout, SMALL_SCALE))
    return chosen


def build_towpath(options: Options, layout: Layout) -> None:
    """The first start of a checkout builds; that is not measured."""
    if options.rows & frozenset("bcefgij"):
        run_or_fail([layout.root / "towpath", "--help"], cwd=layout.root)


def measure(contestants: Sequence[Contestant], meter: Meter, rounds: int) -> list[Measurement]:
    measurements = []
    for number in range(1, rounds + 1):
        for contestant in contestants:
            measured = meter.measure(contestant, number)
            measurements.append(measured)
            print(
                f"round {number} {contestant.key:8} {measured.wall:8.2f} s wall"
                f" {measured.cpu:8.2f} s CPU  {contestant.title}",
                flush=True,
            )
            for problem in measured.problems:
                print(f"  {problem}", flush=True)
    return measurements


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except BenchError as failure:
        print(f"bench/run: {failure}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
