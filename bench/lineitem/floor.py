"""Row a: nothing is faster with the tools that come with PostgreSQL."""

from dataclasses import dataclass
from typing import ClassVar

from lineitem.contest import Command
from lineitem.dataset import Dataset
from lineitem.layout import Layout
from lineitem.server import Server
from lineitem.verify import table_problems


@dataclass(frozen=True)
class Floor:
    """`\\copy` of the clean file into a bare table, then primary key and analyze."""

    layout: Layout
    server: Server
    dataset: Dataset
    key: ClassVar[str] = "a"
    title: ClassVar[str] = "psql \\copy of the clean file, primary key, analyze"
    database: ClassVar[str] = "bench_floor"

    def prepare(self) -> None:
        self.server.fresh_database(self.database)

    def command(self) -> Command:
        psql = [self.server.psql, "-Xq", "-v", "ON_ERROR_STOP=1"]
        return Command(
            words=[*psql, "-f", self.layout.by_hand / "floor.sql"],
            env=self.server.environment(self.database),
            # \copy takes no variables: the script names the file, the folder chooses it.
            cwd=self.dataset.folder,
        )

    def problems(self) -> list[str]:
        expected = self.dataset.table("clean")
        return table_problems(self.server, self.database, "lineitem", expected, versioned=False)
