"""Rows b, c, e, f and g: Towpath, from the dirty file to the published table."""

from dataclasses import dataclass, replace

from lineitem.contest import Command
from lineitem.dataset import Books, Dataset
from lineitem.layout import Layout
from lineitem.process import run_or_fail
from lineitem.project import Project
from lineitem.server import Server
from lineitem.verify import differences, table_problems

TABLE = "tpch.lineitem"
NOTHING = Books(read=0, staged=0, duplicates=0, rejected=0)


@dataclass(frozen=True)
class Expected:
    """What a run must come to: its books, the table after it, and the rejects kept so far."""

    run: Books
    table: str
    inserted: int
    updated: int
    rejects: int


@dataclass(frozen=True)
class TowpathRun:
    """One `towpath run`, in a new project or after the runs before it."""

    project: Project
    dataset: Dataset
    key: str
    title: str
    arrives: str
    expected: Expected
    first: bool = True

    def prepare(self) -> None:
        if self.first:
            self.project.server.fresh_database(self.project.database)
            self.project.write()
            run_or_fail(self.project.towpath("migrate"), env=self.project.environment())
        if self.arrives:
            self.project.deliver(self.dataset.folder / self.arrives)

    def command(self) -> Command:
        run = self.project.towpath("run", "lineitem")
        return Command(
            words=[*run, "--runner", self.project.runner, "--json"],
            env=self.project.environment(),
            cwd=self.project.layout.scratch,
        )

    def problems(self) -> list[str]:
        server, database = self.project.server, self.project.database
        table = self.dataset.table(self.expected.table)
        return [*self._book_problems(), *table_problems(server, database, TABLE, table)]

    def _book_problems(self) -> list[str]:
        expected = self.expected
        books = expected.run
        wanted = {
            "read": str(books.read),
            "staged": str(books.staged),
            "duplicates": str(books.duplicates),
            "rejected": str(books.rejected),
            "inserted": str(expected.inserted),
            "updated": str(expected.updated),
            "rows in reject_summary": str(expected.rejects),
        }
        found = self.project.server.sql(
            self.project.database,
            "select read, staged, duplicates, rejected, inserted, updated,"
            " (select coalesce(sum(count), 0) from towpath.reject_summary)"
            " from towpath.run_summary where state = 'published' order by started desc limit 1",
        )
        if not found:
            return ["towpath.run_summary: no published run"]
        return differences("towpath.run_summary", wanted, found[0])


def first_load(project: Project, dataset: Dataset, key: str, title: str) -> TowpathRun:
    books = dataset.dirty_books
    expected = Expected(books, "dirty", inserted=books.staged, updated=0, rejects=books.rejected)
    return TowpathRun(project, dataset, key, title, "dirty.tbl", expected)


def rerun(load: TowpathRun) -> TowpathRun:
    """Nothing new: the last published run stays the first load."""
    title = "Towpath, rerun of b with nothing new"
    return replace(load, key="e", title=title, arrives="", first=False)


def upsert(load: TowpathRun) -> TowpathRun:
    books = load.dataset.upsert_books
    expected = Expected(
        books, "upsert", inserted=0, updated=books.staged, rejects=load.expected.rejects
    )
    title = "Towpath, upsert of 10 % changed rows into b's table"
    return replace(load, key="c", title=title, arrives="upsert.tbl", expected=expected, first=False)


def main_load(layout: Layout, server: Server, dataset: Dataset) -> TowpathRun:
    title = "Towpath on Spark, full job on the dirty file, first load"
    return first_load(Project(layout, server, "main", "spark"), dataset, "b", title)


def monthly_load(layout: Layout, server: Server, dataset: Dataset) -> TowpathRun:
    months = dataset.expected["months"]["count"]
    title = f"Towpath, as b into {months} monthly partitions"
    project = Project(layout, server, "monthly", "spark", partitioned=True)
    return first_load(project, dataset, "f", title)


def small_loads(layout: Layout, server: Server, small: Dataset) -> list[TowpathRun]:
    """Row g and what it is compared with."""
    direct = Project(layout, server, "direct", "direct")
    spark = Project(layout, server, "small", "spark")
    return [
        first_load(direct, small, "g", "Towpath on the DirectRunner, as b at SF 0.1"),
        first_load(spark, small, "b-small", "Towpath on Spark, as b at SF 0.1"),
    ]
