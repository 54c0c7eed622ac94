"""`./towpath demo` as the README shows it."""

import contextlib
import json
import os
import pty
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from project import FLIGHTS, LIMIT_SECONDS, REPOSITORY, expected_books

EXPECTED = expected_books()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout's examples, before the demo was run for the first time."""
    home = tmp_path_factory.mktemp("home")
    ignored = shutil.ignore_patterns(".towpath", "data", "inbox")
    shutil.copytree(FLIGHTS, home / "examples/flights", ignore=ignored)
    return home


def demo(home: Path, *options: str) -> str:
    done = subprocess.run(
        [str(REPOSITORY / "towpath"), "demo", *options],
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        stdin=subprocess.DEVNULL,
        env=os.environ | {"TOWPATH_JAVA_OPTIONS": f"-Dtowpath.home={home}"},
        cwd=home,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def first(home: Path) -> str:
    return demo(home)


def number(book: int) -> str:
    return f"{book:,}"


@pytest.mark.parametrize("day", ["day1", "day2"])
def test_summary_shows_both_books(first: str, day: str) -> None:
    books = {
        term: number(count)
        for term, count in EXPECTED["flights"][day].items()
        if isinstance(count, int)
    }

    assert (
        f"read {books['read']} + expanded 0 = staged {books['staged']} + duplicates"
        f" {books['duplicates']} + rejected {books['rejected']} + filtered {books['filtered']}"
    ) in first
    assert (
        f"staged {books['staged']} = inserted {books['inserted']} + updated {books['updated']}"
        f" + deleted 0 + kept {books['kept']}"
    ) in first


def test_summary_shows_checks_and_time(first: str) -> None:
    assert re.search(r"checks: (\d+) of \1 passed", first)
    assert re.search(r"flights: \d+ files? landed, \d+\.\d s", first)


def test_three_rejects_are_shown_with_place_and_reason(first: str) -> None:
    shown = re.findall(r"^  flights-2013-02-02\.csv:(\d+) (\w+)", first, re.MULTILINE)

    expected = {
        (str(reject["line"]), reject["reason"]) for reject in EXPECTED["flights"]["day2"]["rejects"]
    }
    assert len(shown) == 3
    assert set(shown) <= expected


def test_the_query_that_is_shown_answers(first: str, home: Path) -> None:
    command = re.search(r"\./towpath (sql .*)", first)
    assert command is not None

    done = subprocess.run(
        ["bash", "-c", f"{REPOSITORY}/towpath {command.group(1)}"],
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        cwd=home,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "arr_delay" in done.stdout


@pytest.mark.usefixtures("first")
def test_a_second_demo_publishes_nothing_and_says_so(home: Path) -> None:
    second = demo(home)

    assert second.count("nothing new to publish") == 8
    assert "staged" not in second


@pytest.mark.usefixtures("first")
def test_a_program_is_told_in_json_lines_only(home: Path) -> None:
    lines = [json.loads(line) for line in demo(home, "--json").splitlines()]

    assert [line["state"] for line in lines if "state" in line] == ["nothing to do"] * 8
    assert sum("raw" in line for line in lines) == 3


@pytest.mark.usefixtures("first")
def test_somebody_at_a_terminal_sees_steps_and_a_rate(home: Path) -> None:
    flights = home / "examples/flights"
    shutil.copy(flights / "input/day1/airlines.csv", flights / "inbox/airlines-again.csv")

    shown = on_a_terminal("run", "airlines", "--project", str(flights))

    assert '{"' not in shown
    assert re.search(r"load\.stage +bytes \d+, run \S+", shown)
    assert re.search(r"[\d,]+ records, \S+ k?B of \S+ k?B, [\d,]+ records/s", shown)


def on_a_terminal(*arguments: str) -> str:
    """What a command shows where standard input, output and error are a terminal."""
    ours, terminal = pty.openpty()
    with subprocess.Popen(
        [str(REPOSITORY / "towpath"), *arguments], stdin=terminal, stdout=terminal, stderr=terminal
    ) as process:
        os.close(terminal)
        shown = b""
        with contextlib.suppress(OSError):  # how Linux tells that the other side was closed
            while piece := os.read(ours, 4096):
                shown += piece
        os.close(ours)
    assert process.returncode == 0, shown
    return shown.decode()
