#!/usr/bin/env python3
"""Writes input/day2/flights-2013-02-02.csv, the second delivery of the demo.

Everything comes from real flights: the month of day 1, and the first two days
of February. What is made up is said here, line by line, without randomness,
so that running this twice gives the same bytes. Standard library only.

    python3 make/make_day2.py            # writes the file
    python3 make/make_day2.py --check    # exits 1 if the checked-in file differs
"""

import gzip
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
JANUARY = HOME / "input/day1/flights-2013-01.csv.gz"
FEBRUARY = HOME / "make/flights-2013-02-01-02.csv.gz"
DAY_2 = HOME / "input/day2/flights-2013-02-02.csv"

Row = dict[str, str]


def read(path: Path) -> tuple[list[str], list[Row]]:
    header, *lines = gzip.decompress(path.read_bytes()).decode("ascii").splitlines()
    names = header.split(",")
    return names, [dict(zip(names, line.split(","), strict=True)) for line in lines]


def line(row: Row) -> bytes:
    return ",".join(row.values()).encode("ascii")


def longer(row: Row, minutes: int) -> Row:
    """The same flight after its time in the air was measured again."""
    return row | {"air_time": str(int(row["air_time"]) + minutes)}


def broken(good: Row) -> list[bytes]:
    """One line per fault. Flight numbers of 9000 and more fly nowhere else in these files."""
    faults: list[Row | bytes] = [
        b",".join(line(good).split(b",")[:12]),  # cut off after the tail number
        line(good) + b",surplus",  # one column too many
        good | {"dep_delay": "late"},  # not a number
        good | {"month": "2", "day": "30"},  # no such day
        good | {"month": "13"},  # no such month
        line(good).replace(b",N", b",\xff", 1),  # not UTF-8
        good | {"tailnum": '"' + good["tailnum"]},  # a quote that is never closed
        good | {"flight": "99999999999"},  # does not fit the column
        good | {"carrier": ""},  # a key without a value
        good | {"origin": "BOS"},  # an airport that is not one of the three
        good | {"dest": good["origin"]},  # flies to where it starts
        good | {"distance": "-1"},  # below the minimum
        good | {"tailnum": "N1234567"},  # too long
        good | {"time_hour": "noon"},  # not a time
    ]
    lines = [line(fault) if isinstance(fault, dict) else fault for fault in faults]
    number = good["flight"].encode("ascii")
    return [
        text.replace(b"," + number + b",", b",%d," % (9000 + i), 1) for i, text in enumerate(lines)
    ]


def interleaved(lines: list[bytes], faults: list[bytes]) -> list[bytes]:
    """Puts one fault after every 100 good lines."""
    out: list[bytes] = []
    for i, text in enumerate(lines, start=1):
        out.append(text)
        if i % 100 == 0 and i // 100 <= len(faults):
            out.append(faults[i // 100 - 1])
    return out


def day_2() -> bytes:
    names, january = read(JANUARY)
    _, february = read(FEBRUARY)
    flown = [row for row in january if row["air_time"] != "NA"]

    corrected = [longer(row, 3) for row in flown[::100]]  # newer versions of January's flights
    corrected_again = [longer(row, 4) for row in flown[:2000:100]]  # 20 of them once more
    unchanged = [row for row in january if row["air_time"] == "NA"][:100]  # as they were
    repeated = february[::40]  # exact duplicates within this file
    test_carrier = [row | {"carrier": "ZZ"} for row in february[:5]]

    rows = corrected + unchanged + february + test_carrier + repeated + corrected_again
    lines = interleaved([line(row) for row in rows], broken(february[0]))
    return b"\n".join([",".join(names).encode("ascii"), *lines]) + b"\n"


def main() -> int:
    made = day_2()
    if "--check" in sys.argv[1:]:
        if DAY_2.read_bytes() == made:
            return 0
        print(f"{DAY_2} is not what {Path(__file__).name} writes: run it and commit the file")
        return 1
    DAY_2.parent.mkdir(parents=True, exist_ok=True)
    DAY_2.write_bytes(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
