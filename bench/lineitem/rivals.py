"""Rows d and h: the same job written by hand, each in an environment of pinned packages."""

import sys
from dataclasses import dataclass
from pathlib import Path

from lineitem.contest import Command
from lineitem.dataset import Dataset
from lineitem.layout import Layout
from lineitem.process import run_or_fail
from lineitem.server import Server
from lineitem.verify import differences, table_problems


@dataclass(frozen=True)
class ByHand:
    """A script that takes the dirty file and the publishing SQL."""

    layout: Layout
    server: Server
    dataset: Dataset
    key: str
    title: str
    script: str

    @property
    def database(self) -> str:
        return f"bench_{self.key}"

    def prepare(self) -> None:
        install(self.layout)
        self.server.fresh_database(self.database)
        target = self.layout.by_hand / "target.sql"
        environment = self.server.environment(self.database)
        run_or_fail([self.server.psql, "-Xq", "-f", target], env=environment)
        if self.key == "d":
            self.server.sql(self.database, "alter table stage add mark bigint")

    def command(self) -> Command:
        python = python_environment(self.layout) / "bin" / "python"
        folder = self.layout.by_hand
        return Command(
            words=[python, folder / self.script, self.dataset.dirty, folder / "publish.sql"],
            env={
                **self.server.environment(self.database),
                "PYSPARK_PYTHON": str(python),
                "PYSPARK_DRIVER_PYTHON": str(python),
                "SPARK_LOCAL_DIRS": str(self.layout.scratch),
            },
            cwd=self.layout.scratch,
        )

    def problems(self) -> list[str]:
        books = self.dataset.dirty_books
        query = (
            "select read, staged, duplicates, rejected, (select count(*) from reject) from ledger"
        )
        wanted = {
            "read": str(books.read),
            "staged": str(books.staged),
            "duplicates": str(books.duplicates),
            "rejected": str(books.rejected),
            "rows in reject": str(books.rejected),
        }
        found = self.server.sql(self.database, query)
        expected = self.dataset.table("dirty")
        return [
            *differences("ledger", wanted, found[0]),
            *table_problems(self.server, self.database, "lineitem", expected),
        ]


def spark_by_hand(layout: Layout, server: Server, dataset: Dataset) -> ByHand:
    title = "Spark 3.5 by hand, full job on the dirty file"
    return ByHand(layout, server, dataset, "d", title, "spark_job.py")


def duckdb_by_hand(layout: Layout, server: Server, dataset: Dataset) -> ByHand:
    title = "DuckDB and SQL by hand, full job on the dirty file"
    return ByHand(layout, server, dataset, "h", title, "duckdb_job.py")


def python_environment(layout: Layout) -> Path:
    return layout.bench / ".venv"


def install(layout: Layout) -> None:
    environment = python_environment(layout)
    wanted = (layout.bench / "requirements.txt").read_text()
    installed = environment / "requirements.installed.txt"
    if installed.exists() and installed.read_text() == wanted:
        return
    print(f"installing bench/requirements.txt into {environment}", flush=True)
    run_or_fail([sys.executable, "-m", "venv", environment])
    pip = [str(environment / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
    run_or_fail([*pip, "-r", layout.bench / "requirements.txt"])
    installed.write_text(wanted)
