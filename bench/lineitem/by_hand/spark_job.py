"""Row d: the full job as an expert writes it on Spark 3.5.

usage: spark_job.py DIRTY_FILE PUBLISH_SQL; the connection comes from the PG* variables.

One pass over the file (typed permissive CSV, the corrupt line kept), the latest version by a
window (one shuffle), COPY lines built in the JVM and handed through Arrow, so that Python touches
no row. Each task writes in one transaction and marks its rows; only the marks of tasks that Spark
reports as succeeded are published, so a retried task does no harm.
"""

import subprocess
import sys
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from pyspark.sql import Column, DataFrame, SparkSession, Window
from pyspark.sql import functions as sql

COLUMNS = (
    "l_orderkey bigint, l_partkey bigint, l_suppkey bigint, l_linenumber int,"
    " l_quantity decimal(15,2), l_extendedprice decimal(15,2), l_discount decimal(15,2),"
    " l_tax decimal(15,2), l_returnflag string, l_linestatus string, l_shipdate date,"
    " l_commitdate date, l_receiptdate date, l_shipinstruct string, l_shipmode string,"
    " l_comment string, l_modified timestamp"
)
WIDTH = 17
CASTS: dict[int, Callable[[str], object]] = dict.fromkeys((4, 5, 6, 7), Decimal)
CASTS |= dict.fromkeys((10, 11, 12), date.fromisoformat)
MARK = "\x00"
ESCAPES = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))


def main(file: str, publish_sql: str) -> None:
    spark = session()
    parts = copy_to_stage(latest(read(spark, file))).collect()
    spark.stop()
    marks = ", ".join(str(part["mark"]) for part in parts)
    rejected = sum(part["rejected"] for part in parts)
    lines = int(
        subprocess.run(["wc", "-l", file], capture_output=True, check=True).stdout.split()[0]
    )
    view = f"create view candidates as select * from stage where mark in ({marks})"
    delete_lost = f"delete from reject where part not in ({marks})"
    variables = ["candidates=candidates", f"read={lines}", f"rejected={rejected}"]
    psql = ["psql", "-Xq", *(word for v in variables for word in ("-v", v))]
    subprocess.run([*psql, "-c", view, "-c", delete_lost, "-f", publish_sql], check=True)


def session() -> SparkSession:
    return (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "4g")
        .config("spark.sql.shuffle.partitions", "8")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "20000")
        .config("spark.sql.session.timeZone", "UTC")
        # With the default policy one 1995-02-30 kills the permissive read.
        .config("spark.sql.legacy.timeParserPolicy", "CORRECTED")
        .getOrCreate()
    )


def read(spark: SparkSession, file: str) -> DataFrame:
    return (
        spark.read.schema(f"{COLUMNS}, corrupt string")
        .option("sep", "|")
        .option("quote", "")
        .option("mode", "PERMISSIVE")
        .option("columnNameOfCorruptRecord", "corrupt")
        .option("dateFormat", "yyyy-MM-dd")
        .option("timestampFormat", "yyyy-MM-dd HH:mm:ss")
        .csv(file)
    )


def latest(rows: DataFrame) -> DataFrame:
    # Corrupt lines differ from each other: as part of the key they all survive.
    key = Window.partitionBy("l_orderkey", "l_linenumber", "corrupt")
    rank = sql.row_number().over(key.orderBy(sql.col("l_modified").desc()))
    return rows.withColumn("rank", rank).where("rank = 1").drop("rank")


def copy_to_stage(rows: DataFrame) -> DataFrame:
    corrupt = sql.col("corrupt").isNotNull()
    line = sql.when(corrupt, sql.col("corrupt")).otherwise(copy_line(rows.drop("corrupt")))
    prepared = rows.select(corrupt.alias("corrupt"), line.alias("line"))
    return prepared.mapInArrow(write_part, "mark bigint, rejected bigint")


def copy_line(rows: DataFrame) -> Column:
    fields = [copy_field(name, kind) for name, kind in rows.dtypes]
    return sql.concat(sql.concat_ws("\t", *fields, sql.lit(MARK)), sql.lit("\n"))


def copy_field(name: str, kind: str) -> Column:
    text = sql.col(name).cast("string")
    if kind == "string":
        for plain, escaped in ESCAPES:
            text = sql.replace(text, sql.lit(plain), sql.lit(escaped))
    return sql.coalesce(text, sql.lit("\\N"))


def write_part(batches: Iterable[Any]) -> Iterator[Any]:
    import psycopg
    import pyarrow as pa
    from pyarrow import compute

    mark = uuid.uuid4().int & 0x7FFFFFFF
    rejected: list[str] = []
    with psycopg.connect() as connection, connection.cursor() as cursor:
        with cursor.copy("copy stage from stdin") as copy:
            for batch in batches:
                corrupt, lines = batch.columns
                if compute.any(corrupt).as_py():
                    rejected += lines.filter(corrupt).to_pylist()
                    lines = lines.filter(compute.invert(corrupt))
                copy.write(text_of(lines).replace(MARK.encode(), str(mark).encode()))
        with cursor.copy("copy reject from stdin") as copy:
            for line in rejected:
                copy.write_row((mark, reason(line), line))
    yield pa.RecordBatch.from_pydict(
        {"mark": pa.array([mark], pa.int64()), "rejected": pa.array([len(rejected)], pa.int64())}
    )


def text_of(lines: Any) -> bytes:
    """The values of an Arrow string column, one after the other: already a COPY payload."""
    if len(lines) == 0:
        return b""
    _validity, offsets_buffer, values = lines.buffers()
    offsets = memoryview(offsets_buffer).cast("i")
    return bytes(memoryview(values)[offsets[lines.offset] : offsets[lines.offset + len(lines)]])


def reason(line: str) -> str:
    fields = line.split("|")
    if len(fields) != WIDTH:
        return "missing column" if len(fields) < WIDTH else "too many columns"
    for column, cast in CASTS.items():
        try:
            cast(fields[column])
        except (ArithmeticError, ValueError):
            return f"column {column + 1} does not parse: {fields[column]}"
    return "unreadable"


if __name__ == "__main__":
    main(*sys.argv[1:])
