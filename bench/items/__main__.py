"""Lands a million items of 1 kB from an API on loopback and says how many a second.

The time is that of the whole command, start of the JVM included; the server runs beside it.
"""

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from string import Template

from lineitem.dataset import class_path
from lineitem.errors import BenchError
from lineitem.layout import Layout
from lineitem.process import Word, run_or_fail

SERVER = "io.towpath.bench.items.ServeItems"
PAGE = 1000
FILES = {
    "towpath.yaml": "towpath.yaml",
    "feed.yaml": "feeds/items.yaml",
    "contract.odcs.yaml": "contracts/items.odcs.yaml",
}


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench/run items", description=__doc__)
    parser.add_argument("--items", type=int, default=1_000_000, help="a multiple of 1,000")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args(arguments)
    layout = Layout.of_this_checkout()
    run_or_fail([layout.root / "towpath", "--help"], cwd=layout.root)
    rates = []
    with serving(layout, options.items // PAGE) as port:
        for number in range(1, options.runs + 1):
            seconds = land(layout, write_project(layout, port), options.items)
            rates.append(options.items / seconds)
            print(f"round {number} {seconds:8.2f} s wall {rates[-1]:10,.0f} items/s", flush=True)
    print(json.dumps({"items": options.items, "items_per_second": sorted(map(round, rates))}))
    return 0


@contextmanager
def serving(layout: Layout, pages: int) -> Iterator[int]:
    command = ["java", "-Xmx512m", "-cp", class_path(layout), SERVER, str(pages), str(PAGE)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline())
        finally:
            server.stdin.close()


def write_project(layout: Layout, port: int) -> Path:
    folder = layout.data / "project-items"
    stop(layout, folder)
    shutil.rmtree(folder, ignore_errors=True)
    for template, name in FILES.items():
        text = (layout.bench / "items" / "project" / template).read_text()
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(Template(text).substitute(port=port))
    return folder


def land(layout: Layout, folder: Path, items: int) -> float:
    """Seconds; the items are counted by a load that is not measured."""
    towpath: list[Word] = [layout.root / "towpath", "--project", folder]
    run_or_fail([*towpath, "warehouse", "start"])
    try:
        started = time.monotonic()
        run_or_fail([*towpath, "land", "items"])
        seconds = time.monotonic() - started
        run_or_fail([*towpath, "load", "items"])
        query = "select read from towpath.run_summary where feed = 'items'"
        read = json.loads(run_or_fail([*towpath, "--json", "sql", query]).splitlines()[0])["read"]
        if read != items:
            raise BenchError(f"{read} items were landed, expected {items}")
        return seconds
    finally:
        stop(layout, folder)


def stop(layout: Layout, folder: Path) -> None:
    if (folder / "towpath.yaml").exists():
        run_or_fail([layout.root / "towpath", "--project", folder, "warehouse", "stop"])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except BenchError as failure:
        print(f"bench/run: {failure}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
