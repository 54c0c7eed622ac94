"""Reads CREATE TABLE statements with sqlglot."""

from dataclasses import dataclass

import sqlglot
from sqlglot import exp


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    not_null: bool


@dataclass(frozen=True)
class Table:
    columns: list[Column]
    primary_key: list[str]

    def without(self, name: str) -> "Table":
        return Table([c for c in self.columns if c.name != name], self.primary_key)


def read_table(sql: str, name: str) -> Table:
    """The table of that name; the statement that creates a partition has no columns of its own."""
    for statement in sqlglot.parse(sql, dialect="postgres"):
        if not isinstance(statement, exp.Create) or statement.kind != "TABLE":
            continue
        if isinstance(statement.this, exp.Schema) and statement.this.this.name == name:
            return _table(statement.this)
    raise AssertionError(f"no CREATE TABLE {name} with columns in:\n{sql}")


def _table(schema: exp.Schema) -> Table:
    columns = [_column(part) for part in schema.expressions if isinstance(part, exp.ColumnDef)]
    for part in schema.expressions:
        key = part.find(exp.PrimaryKey)
        if key is not None:
            return Table(columns, [column.name for column in key.expressions])
    single = [
        part.name
        for part in schema.expressions
        if isinstance(part, exp.ColumnDef) and part.find(exp.PrimaryKeyColumnConstraint)
    ]
    return Table(columns, single)


def _column(definition: exp.ColumnDef) -> Column:
    constraint = definition.find(exp.NotNullColumnConstraint)
    not_null = constraint is not None and not constraint.args.get("allow_null")
    kind = definition.args["kind"].sql(dialect="postgres").lower()
    return Column(definition.name, kind, not_null)
