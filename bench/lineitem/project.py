"""Writes the Towpath project that the benchmark runs, as its user would write it."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from string import Template

from lineitem.layout import Layout
from lineitem.process import Word
from lineitem.server import Server

PARTITIONED = (
    ", primaryKey: true, primaryKeyPosition: 3, partitioned: true, partitionKeyPosition: 1,"
    " customProperties: [{property: partitionBy, value: month}]"
)
# Partitioned, the key holds the date, so only a check can promise one row per line of an order.
UNIQUE_LINES = """
      - id: unique_lines
        metric: duplicateValues
        arguments: {properties: [l_orderkey, l_linenumber]}
        mustBe: 0
        severity: error"""


@dataclass(frozen=True)
class Project:
    """A project folder, its database and how it is run."""

    layout: Layout
    server: Server
    name: str
    runner: str
    partitioned: bool = False

    @property
    def folder(self) -> Path:
        return self.layout.data / f"project-{self.name}"

    @property
    def database(self) -> str:
        return f"bench_{self.name}"

    def write(self) -> None:
        """Starts anew: no raw zone, no input, the three files of the project."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for part in ("input", "feeds", "contracts"):
            (self.folder / part).mkdir(parents=True)
        values = {
            "url": f"jdbc:postgresql://127.0.0.1:{self.server.port}/{self.database}",
            "port": str(self.server.port),
            "database": self.database,
            "partitioned": PARTITIONED if self.partitioned else "",
            "unique_lines": UNIQUE_LINES if self.partitioned else "",
        }
        self._fill("towpath.yaml", "towpath.yaml", values)
        self._fill("feed.yaml", "feeds/lineitem.yaml", values)
        self._fill("contract.odcs.yaml", "contracts/lineitem.odcs.yaml", values)

    def _fill(self, template: str, file: str, values: dict[str, str]) -> None:
        text = (self.layout.project_templates / template).read_text()
        # safe: a reference such as ${env:BENCH_USER} is Towpath's, not ours.
        (self.folder / file).write_text(Template(text).safe_substitute(values))

    def deliver(self, file: Path) -> None:
        """A new file arrives."""
        os.link(file, self.folder / "input" / file.name)

    def towpath(self, *words: str) -> list[Word]:
        return [self.layout.root / "towpath", *words, "--project", self.folder]

    def environment(self) -> dict[str, str]:
        return self.server.environment(self.database)
