"""Row j: a table read by Spark's JDBC source in partitions of its key, written as Parquet.

usage: spark_jdbc.py DRIVER_JAR JDBC_URL TARGET; user and password come from the PG* variables.
"""

import os
import sys

from pyspark.sql import SparkSession

PARTITIONS = 8
FETCH_SIZE = 10_000


def main(driver: str, url: str, target: str) -> None:
    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "4g")
        .config("spark.jars", driver)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    options = {
        "url": url,
        "user": os.environ["PGUSER"],
        "password": os.environ["PGPASSWORD"],
        "driver": "org.postgresql.Driver",
        "fetchsize": str(FETCH_SIZE),
    }
    bounds = "(select min(l_orderkey) as low, max(l_orderkey) as high from lineitem) as bounds"
    low, high = spark.read.format("jdbc").options(**options, dbtable=bounds).load().collect()[0]
    table = (
        spark.read.format("jdbc")
        .options(**options, dbtable="lineitem", partitionColumn="l_orderkey")
        .options(lowerBound=low, upperBound=high, numPartitions=PARTITIONS)
        .load()
    )
    table.write.parquet(target)
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
