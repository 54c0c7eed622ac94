"""Rows i and j: a table of a database into files, by Towpath and by Spark's JDBC source."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from lineitem.contest import Command
from lineitem.dataset import Dataset
from lineitem.errors import BenchError
from lineitem.layout import Layout
from lineitem.process import run_or_fail
from lineitem.project import Project
from lineitem.rivals import install, python_environment
from lineitem.server import Server
from lineitem.verify import differences

DATABASE = "bench_source"


@dataclass(frozen=True)
class SourceTable:
    """The clean rows in a table with a primary key, as another program would keep them."""

    layout: Layout
    server: Server
    dataset: Dataset

    def fill(self) -> None:
        """Once for all rounds: nobody changes it."""
        found = self.server.sql(
            "postgres", f"select 1 from pg_database where datname = '{DATABASE}'"
        )
        if found:
            return
        self.server.fresh_database(DATABASE)
        run_or_fail(
            [
                self.server.psql,
                "-Xq",
                "-v",
                "ON_ERROR_STOP=1",
                "-f",
                self.layout.by_hand / "floor.sql",
            ],
            env=self.server.environment(DATABASE),
            cwd=self.dataset.folder,
        )

    @property
    def url(self) -> str:
        return f"jdbc:postgresql://127.0.0.1:{self.server.port}/{DATABASE}"

    def problems(self, where: str, rows: int) -> list[str]:
        return differences(where, {"rows": str(self.dataset.table("clean").rows)}, [str(rows)])


@dataclass(frozen=True)
class TowpathLand:
    """`towpath land` of the whole table."""

    source: SourceTable
    project: Project
    key: ClassVar[str] = "i"
    title: ClassVar[str] = "Towpath, land of the table, database to raw zone"

    def prepare(self) -> None:
        self.source.fill()
        self.project.server.fresh_database(self.project.database)
        self.project.write()
        (self.project.folder / "feeds" / "lineitem.yaml").write_text(
            "contract: ../contracts/lineitem.odcs.yaml\n"
            f'source: {{jdbc: {{url: "{self.source.url}", user: "${{env:BENCH_USER}}",'
            ' password: "${env:BENCH_PASSWORD}", table: lineitem, connections: 2}}\n'
            "load: {mode: replace}\n"
        )
        run_or_fail(self.project.towpath("migrate"), env=self.project.environment())

    def command(self) -> Command:
        return Command(
            words=[*self.project.towpath("land", "lineitem"), "--json"],
            env=self.project.environment(),
            cwd=self.project.layout.scratch,
        )

    def problems(self) -> list[str]:
        manifest = self.project.folder / "raw" / "lineitem" / "manifests" / "000000000001.json"
        parts = json.loads(manifest.read_text())["parts"]
        return self.source.problems("manifest 1", sum(part["records"] for part in parts))


@dataclass(frozen=True)
class SparkJdbc:
    """Spark's partitioned JDBC read, written as Parquet."""

    source: SourceTable
    key: ClassVar[str] = "j"
    title: ClassVar[str] = "Spark 3.5, partitioned JDBC read of the table to Parquet"

    @property
    def target(self) -> Path:
        return self.source.layout.data / "spark-jdbc"

    def prepare(self) -> None:
        install(self.source.layout)
        self.source.fill()
        shutil.rmtree(self.target, ignore_errors=True)

    def command(self) -> Command:
        layout = self.source.layout
        python = python_environment(layout) / "bin" / "python"
        return Command(
            words=[
                python,
                layout.by_hand / "spark_jdbc.py",
                _driver(layout),
                self.source.url,
                self.target,
            ],
            env={
                **self.source.server.environment(DATABASE),
                "PYSPARK_PYTHON": str(python),
                "PYSPARK_DRIVER_PYTHON": str(python),
                "SPARK_LOCAL_DIRS": str(layout.scratch),
            },
            cwd=layout.scratch,
        )

    def problems(self) -> list[str]:
        python = python_environment(self.source.layout) / "bin" / "python"
        count = f"import pyarrow.dataset as d; print(d.dataset({str(self.target)!r}).count_rows())"
        rows = run_or_fail([python, "-c", count])
        return self.source.problems(str(self.target), int(rows))


def _driver(layout: Layout) -> str:
    """The jar that Towpath itself uses."""
    app = Path((layout.root / "target" / "app" / "current").read_text().strip())
    for jar in (app / "class-path").read_text().strip().split(":"):
        if Path(jar).name.startswith("postgresql-"):
            return jar
    raise BenchError("no PostgreSQL driver on Towpath's class path")


def landings(layout: Layout, server: Server, data: Dataset) -> list[TowpathLand | SparkJdbc]:
    source = SourceTable(layout, server, data)
    return [TowpathLand(source, Project(layout, server, "land", "auto")), SparkJdbc(source)]
