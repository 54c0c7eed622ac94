"""Compares what was published with what the generator says must be there."""

from lineitem.dataset import TableSums
from lineitem.server import Server


def table_problems(
    server: Server, database: str, table: str, expected: TableSums, *, versioned: bool = True
) -> list[str]:
    """One line per sum that differs."""
    versions = "sum(extract(epoch from l_modified))::bigint" if versioned else "0"
    found = server.sql(
        database,
        "select count(*), sum(l_quantity)::numeric(20,2), sum(l_extendedprice)::numeric(20,2),"
        f" sum(l_orderkey * 8 + l_linenumber)::bigint, {versions} from {table}",
    )[0]
    wanted = {
        "rows": str(expected.rows),
        "sum of l_quantity": expected.quantity,
        "sum of l_extendedprice": expected.price,
        "sum of keys": str(expected.keys),
        "sum of versions": str(expected.versions),
    }
    return differences(table, wanted, found)


def differences(where: str, wanted: dict[str, str], found: list[str]) -> list[str]:
    pairs = zip(wanted.items(), found, strict=True)
    return [
        f"{where}: {name} is {is_}, expected {want}" for (name, want), is_ in pairs if is_ != want
    ]
