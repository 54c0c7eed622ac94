"""The command line."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

ROWS = "abcdefghij"
DESCRIPTION = """\
Loads TPC-H lineitem with Towpath and its rivals, interleaved, and compares them. Rows:
  a  psql \\copy of the clean file, primary key, analyze (the floor)
  b  Towpath on Spark local[2]: the full job on the dirty file, first load
  c  Towpath: upsert of 10 % changed rows into b's table (implies b)
  d  the full job written by hand on Spark 3.5
  e  Towpath: rerun of b with nothing new (implies b)
  f  as b into monthly partitions
  g  as b at SF 0.1, on the DirectRunner and on Spark
  h  the full job written by hand with DuckDB and SQL
  i  Towpath: land of the table from a database, to the raw zone
  j  Spark 3.5: partitioned JDBC read of the same table, to Parquet"""


@dataclass(frozen=True)
class Options:
    """What is measured, and how often."""

    scale: float
    rows: frozenset[str]
    runs: int
    timeout_seconds: float


def parse(arguments: Sequence[str]) -> Options:
    parser = argparse.ArgumentParser(
        prog="bench/run lineitem",
        description=DESCRIPTION,
        epilog="example: bench/run lineitem --sf 0.2 --only a,b,d --runs 3",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--sf", type=_scale, default=1.0, help="TPC-H scale factor (default 1)")
    parser.add_argument("--only", type=_rows, default=frozenset(ROWS), help="rows, such as a,b,d")
    parser.add_argument("--runs", type=_runs, default=3, help="rounds (default 3)")
    parser.add_argument(
        "--timeout", type=float, default=1800, help="seconds until one run is ended (default 1800)"
    )
    given = parser.parse_args(arguments)
    return Options(given.sf, given.only, given.runs, given.timeout)


def _scale(text: str) -> float:
    scale = float(text)
    if not 0 < scale <= 10:
        raise argparse.ArgumentTypeError(f"{text} is not a scale factor; expected 0.01 to 10")
    return scale


def _runs(text: str) -> int:
    runs = int(text)
    if runs < 1:
        raise argparse.ArgumentTypeError(f"{text} runs measure nothing; expected at least 1")
    return runs


def _rows(text: str) -> frozenset[str]:
    rows = frozenset(row.strip() for row in text.split(","))
    unknown = sorted(rows - frozenset(ROWS))
    if unknown:
        raise argparse.ArgumentTypeError(
            f"unknown row {', '.join(unknown)}; expected letters of {', '.join(ROWS)}"
        )
    # The upsert and the rerun continue from the first load of the same round.
    return rows | {"b"} if rows & {"c", "e"} else rows
