#!/usr/bin/env python3
"""Computes what the flights demo must end with, by DuckDB and without Towpath.

python3 expected_books.py            # writes ../flights/expected.json
python3 expected_books.py --check    # exits 1 if the checked-in file differs
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

FLIGHTS = Path(__file__).resolve().parent.parent / "flights"
EXPECTED = FLIGHTS / "expected.json"

# The first rule that a line breaks gives its reason, in the order in which Towpath judges: bytes,
# columns, types, required, the columns' limits, rules across columns.
FLIGHTS_SQL = """
create temp table judged as
with cells as (select line, text, string_split(text, ',') as c from lines),
     named as (
       select line, text, len(c) as cells,
              try_cast(c[1] || '-' || c[2] || '-' || c[3] as date) as flight_date,
              nullif(nullif(c[10], ''), 'NA') as carrier,
              try_cast(c[11] as integer) as flight,
              c[13] as origin, c[14] as dest,
              nullif(nullif(c[12], ''), 'NA') as tailnum,
              try_cast(c[5] as smallint) as sched_dep_time,
              try_cast(nullif(c[4], 'NA') as smallint) as dep_time,
              try_cast(nullif(c[6], 'NA') as smallint) as dep_delay,
              try_cast(c[8] as smallint) as sched_arr_time,
              try_cast(nullif(c[7], 'NA') as smallint) as arr_time,
              try_cast(nullif(c[9], 'NA') as smallint) as arr_delay,
              try_cast(nullif(c[15], 'NA') as smallint) as air_time,
              try_cast(c[16] as smallint) as distance,
              try_cast(c[19] as timestamptz) as time_hour,
              c
       from cells)
select *, case
  when not regexp_full_match(text, '[ -~]*') then ['encoding', 'tailnum']
  when contains(text, '"') then ['quote', '']
  when cells <> 19 then ['columns', '']
  when flight is null then ['type', 'flight']
  when dep_delay is null and c[6] <> 'NA' then ['type', 'dep_delay']
  when time_hour is null then ['type', 'time_hour']
  when flight_date is null then ['type', 'flight_date']
  when carrier = 'ZZ' then null
  when carrier is null then ['required', 'carrier']
  when origin not in ('EWR', 'JFK', 'LGA') then ['allowed', 'origin']
  when len(tailnum) not between 5 and 6 then ['length', 'tailnum']
  when distance < 1 then ['range', 'distance']
  when dest = origin then ['rule', '']
end as fault
from named
"""
PLANES_SQL = """
create temp table judged as
select c[1] as tailnum, try_cast(nullif(c[2], 'NA') as smallint) as year, c[3] as type,
       c[4] as manufacturer, c[5] as model, c[6]::smallint as engines, c[7]::smallint as seats,
       try_cast(nullif(c[8], 'NA') as smallint) as speed, c[9] as engine,
       null::varchar[] as fault, line, '' as carrier
from (select line, string_split(text, ',') as c from lines)
"""
AIRLINES_SQL = """
create temp table judged as
select c[1] as carrier, c[2] as name, null::varchar[] as fault, line
from (select line, string_split(text, ',') as c from lines)
"""


@dataclass(frozen=True)
class Table:
    judge: str
    key: list[str]
    columns: list[str]
    deliveries: dict[str, str]


TABLES = {
    "flights": Table(
        FLIGHTS_SQL,
        ["flight_date", "carrier", "flight", "origin"],
        [
            "flight_date",
            "carrier",
            "flight",
            "origin",
            "dest",
            "tailnum",
            "sched_dep_time",
            "dep_time",
            "dep_delay",
            "sched_arr_time",
            "arr_time",
            "arr_delay",
            "air_time",
            "distance",
            "time_hour",
        ],
        {"day1": "flights-2013-01.csv.gz", "day2": "flights-2013-02-02.csv"},
    ),
    "airlines": Table(AIRLINES_SQL, ["carrier"], ["carrier", "name"], {"day1": "airlines.csv"}),
    "planes": Table(
        PLANES_SQL,
        ["tailnum"],
        ["tailnum", "year", "type", "manufacturer", "model", "engines", "seats", "speed", "engine"],
        {"day1": "planes.csv"},
    ),
}


def row_text(table: Table) -> str:
    """One row as text; both databases write dates, numbers and epochs alike."""
    cells = [
        "extract(epoch from time_hour)::bigint" if column == "time_hour" else column
        for column in table.columns
    ]
    return "concat_ws('|', " + ", ".join(f"coalesce(({c})::text, '')" for c in cells) + ")"


def postgres_query(name: str) -> str:
    """Row count and checksum: the sum of 32 bits of each row's MD5, so the order does not matter."""
    bits = f"('x' || left(md5({row_text(TABLES[name])}), 8))::bit(32)::bigint"
    # bit(32)::bigint is unsigned, as the value has 64 bits to stand in.
    return f"select count(*), sum({bits})::text from aviation.{name}"


def duckdb_checksum(db: duckdb.DuckDBPyConnection, name: str) -> dict[str, Any]:
    bits = f"('0x' || left(md5({row_text(TABLES[name])}), 8))::bigint"
    rows, checksum = one(db, f"select count(*), sum({bits})::varchar from target")
    return {"rows": rows, "checksum": checksum}


def one(db: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    row = db.execute(sql).fetchone()
    assert row is not None
    return row


def read_lines(db: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Each line as one value, byte for byte (Latin-1 has a character for every byte)."""
    db.execute(
        f"""create or replace temp table lines as
            select row_number() over () as line, text
            from read_csv('{file}', columns = {{'text': 'varchar'}}, delim = '\x01', quote = '',
                          escape = '', header = false, auto_detect = false, encoding = 'latin-1')"""
    )
    db.execute("delete from lines where line = 1")


def merge(db: duckdb.DuckDBPyConnection, table: Table) -> dict[str, int]:
    """Puts the last line of each key into the target and says what that did.

    The contracts name no version, so the delivery is the version: a row that comes again is brought
    up to date even when its columns are the same, and none is kept as it was.
    """
    key = ", ".join(table.key)
    same_key = " and ".join(f"t.{k} = s.{k}" for k in table.key)
    db.execute(
        f"""create or replace temp table stage as
            select * from judged where fault is null and carrier is distinct from 'ZZ'
            qualify row_number() over (partition by {key} order by line desc) = 1"""
    )
    staged = one(db, "select count(*) from stage")[0]
    common = one(db, f"select count(*) from stage s join target t on {same_key}")[0]
    db.execute(f"delete from target t using stage s where {same_key}")
    db.execute(f"insert into target select {', '.join(table.columns)} from stage")
    return {
        "staged": staged,
        "inserted": staged - common,
        "updated": common,
        "kept": 0,
    }


def books(db: duckdb.DuckDBPyConnection, table: Table) -> dict[str, Any]:
    read, rejected, filtered = one(
        db,
        "select count(*), count(*) filter (fault is not null), "
        "count(*) filter (fault is null and carrier = 'ZZ') from judged",
    )
    merged = merge(db, table)
    return {
        "read": read,
        "staged": merged["staged"],
        "duplicates": read - rejected - filtered - merged["staged"],
        "rejected": rejected,
        "filtered": filtered,
        "inserted": merged["inserted"],
        "updated": merged["updated"],
        "kept": merged["kept"],
        "rejects": [
            {"line": line, "reason": fault[0], "column": fault[1] or None}
            for line, fault in db.execute(
                "select line, fault from judged where fault is not null order by line"
            ).fetchall()
        ],
    }


def expected() -> dict[str, Any]:
    result: dict[str, Any] = {}
    for name, table in TABLES.items():
        db = duckdb.connect()
        db.execute("set threads = 1; set timezone = 'UTC'")
        result[name] = {"query": postgres_query(name)}
        for day, file in table.deliveries.items():
            read_lines(db, FLIGHTS / "input" / day / file)
            db.execute("drop table if exists judged")
            db.execute(table.judge)
            columns = ", ".join(table.columns)
            db.execute(f"create table if not exists target as select {columns} from judged limit 0")
            result[name][day] = books(db, table)
            result[name][day]["table"] = duckdb_checksum(db, name)
    return result


def main(arguments: list[str]) -> int:
    text = json.dumps(expected(), indent=2) + "\n"
    if arguments == ["--check"]:
        if EXPECTED.read_text() == text:
            return 0
        print(
            f"{EXPECTED} is not what DuckDB computes: run {Path(__file__).name} and look at the diff"
        )
        return 1
    EXPECTED.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
