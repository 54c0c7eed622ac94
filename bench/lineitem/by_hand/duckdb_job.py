"""Row h: the full job with DuckDB and SQL.

usage: duckdb_job.py DIRTY_FILE PUBLISH_SQL; the connection comes from the PG* variables.

DuckDB's typed CSV reader keeps rejects aside, a window keeps the latest version, its PostgreSQL
extension copies into the stage in binary form.
"""

import subprocess
import sys
from pathlib import Path

import duckdb

COLUMNS = {
    "l_orderkey": "BIGINT",
    "l_partkey": "BIGINT",
    "l_suppkey": "BIGINT",
    "l_linenumber": "INTEGER",
    "l_quantity": "DECIMAL(15,2)",
    "l_extendedprice": "DECIMAL(15,2)",
    "l_discount": "DECIMAL(15,2)",
    "l_tax": "DECIMAL(15,2)",
    "l_returnflag": "VARCHAR",
    "l_linestatus": "VARCHAR",
    "l_shipdate": "DATE",
    "l_commitdate": "DATE",
    "l_receiptdate": "DATE",
    "l_shipinstruct": "VARCHAR",
    "l_shipmode": "VARCHAR",
    "l_comment": "VARCHAR",
    "l_modified": "TIMESTAMP",
}


def main(file: str, publish_sql: str) -> None:
    with duckdb.connect() as duck:
        attach_postgres(duck)
        good = read(duck, file)
        rejected = stage(duck)
    variables = ["candidates=stage", f"read={good + rejected}", f"rejected={rejected}"]
    psql = ["psql", "-Xq", *(word for v in variables for word in ("-v", v))]
    subprocess.run([*psql, "-f", publish_sql], check=True)


def attach_postgres(duck: duckdb.DuckDBPyConnection) -> None:
    """The extension comes as a wheel, so that nothing is downloaded while measuring."""
    extensions = "lib/python3*/site-packages/duckdb_extension_postgres_scanner/extensions"
    extension = next(Path(sys.prefix).glob(f"{extensions}/*/postgres_scanner.duckdb_extension"))
    duck.sql(f"load '{extension}'")
    duck.sql("attach '' as pg (type postgres)")
    duck.sql("set preserve_insertion_order = false")


def read(duck: duckdb.DuckDBPyConnection, file: str) -> int:
    duck.execute(
        f"create temp table good as select * from read_csv('{file}', delim = '|', header = false,"
        f" quote = '', escape = '', columns = {COLUMNS}, auto_detect = false,"
        " store_rejects = true, rejects_limit = 0)"
    )
    return count(duck, "select count(*) from good")


def stage(duck: duckdb.DuckDBPyConnection) -> int:
    duck.execute(
        "insert into pg.stage select * from good qualify row_number() over"
        " (partition by l_orderkey, l_linenumber order by l_modified desc) = 1"
    )
    duck.execute(
        "insert into pg.reject select line, first(error_message), first(csv_line)"
        " from reject_errors group by line"
    )
    return count(duck, "select count(distinct line) from reject_errors")


def count(duck: duckdb.DuckDBPyConnection, query: str) -> int:
    row = duck.sql(query).fetchone()
    assert row is not None
    return int(row[0])


if __name__ == "__main__":
    main(*sys.argv[1:])
