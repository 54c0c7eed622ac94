"""The DDL that we compile has the columns, types, NOT NULL and key that another tool reads."""

from pathlib import Path

import pytest

from ddl import read_table
from judge import export_sql
from project import EXAMPLES, Project

ORDERS = EXAMPLES / "tests/orders"
FLIGHTS = EXAMPLES / "flights"


@pytest.mark.parametrize(
    ("example", "feed"),
    [(ORDERS, "orders"), (FLIGHTS, "flights"), (FLIGHTS, "airlines"), (FLIGHTS, "planes")],
    ids=["orders", "flights", "airlines", "planes"],
)
def test_compiled_ddl_has_the_columns_of_export_sql(
    example: Path, feed: str, tmp_path: Path
) -> None:
    project = Project.copy_of(example, tmp_path / "project")

    ours = read_table(project.towpath("compile", feed, "--to", "ddl"), feed)

    theirs = read_table(export_sql(example / f"contracts/{feed}.odcs.yaml", tmp_path), feed)
    assert ours.without("_batch") == theirs
