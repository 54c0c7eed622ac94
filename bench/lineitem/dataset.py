"""The generated files of one scale factor and what a load of them must come to."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lineitem.layout import Layout
from lineitem.process import run_or_fail

GENERATOR = "io.towpath.bench.lineitem.GenerateLineitem"


@dataclass(frozen=True)
class TableSums:
    """Independent of the order of rows; wrong if a key, version, quantity or price is wrong."""

    rows: int
    quantity: str
    price: str
    keys: int
    versions: int


@dataclass(frozen=True)
class Books:
    """How every record that was read must be accounted for."""

    read: int
    staged: int
    duplicates: int
    rejected: int


@dataclass(frozen=True)
class Dataset:
    """Clean rows for the floor, dirty ones for everybody else, and the next day's changes."""

    folder: Path
    expected: dict[str, Any]

    @property
    def clean(self) -> Path:
        return self.folder / "clean.tbl"

    @property
    def dirty(self) -> Path:
        return self.folder / "dirty.tbl"

    @property
    def upsert(self) -> Path:
        return self.folder / "upsert.tbl"

    @property
    def dirty_books(self) -> Books:
        dirty = self.expected["dirty"]
        return Books(dirty["read"], dirty["staged"], dirty["duplicates"], dirty["rejected"])

    @property
    def upsert_books(self) -> Books:
        read = self.expected["upsert"]["read"]
        return Books(read, read, 0, 0)

    def table(self, file: str) -> TableSums:
        """The sums of the target after loading `clean`, `dirty`, or `upsert` on top of dirty."""
        return TableSums(**self.expected[file]["table"])


def dataset(layout: Layout, scale: float) -> Dataset:
    """Generates the files unless they are there and complete."""
    folder = layout.data / f"lineitem-{scale:g}"
    expected = folder / "expected.json"
    if not expected.exists():
        print(f"generating lineitem at scale factor {scale:g} into {folder}", flush=True)
        run_or_fail(["java", "-cp", class_path(layout), GENERATOR, f"{scale:g}", folder])
    return Dataset(folder, json.loads(expected.read_text()))


def class_path(layout: Layout) -> str:
    """Builds the benchmark's Java; returns where it is."""
    target = layout.bench / "target"
    wrapper = layout.root / "mvnw"
    maven = wrapper if wrapper.exists() else "mvn"
    run_or_fail([maven, "-q", "-pl", "bench", "-am", "package", "-DskipTests"], cwd=layout.root)
    return f"{target / 'classes'}:{target / 'lib'}/*"
