"""The two days of flights end with the books and the tables that DuckDB computes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from judge import judge_table
from project import FLIGHTS, Login, Project, expected_books

BOOKS = ["read", "staged", "duplicates", "rejected", "filtered", "inserted", "updated", "kept"]
EXPECTED = expected_books()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project.copy_of(FLIGHTS, tmp_path_factory.mktemp("flights") / "project")


@pytest.fixture(scope="module")
def login(project: Project) -> Iterator[Login]:
    yield project.start_warehouse()
    project.stop_warehouse()


@pytest.fixture(scope="module")
def warehouse(login: Login) -> Iterator[psycopg.Connection]:
    with login.connect() as connection:
        yield connection


def last_run(warehouse: psycopg.Connection, feed: str) -> dict[str, Any]:
    query = f"select state, {', '.join(BOOKS)} from towpath.run_summary where feed = %s"
    row = warehouse.execute(f"{query} order by started desc limit 1", [feed]).fetchone()
    assert row is not None
    return dict(zip(["state", *BOOKS], row, strict=True))


def assert_day(warehouse: psycopg.Connection, feed: str, day: str) -> None:
    expected = EXPECTED[feed][day]
    assert last_run(warehouse, feed) == {
        "state": "published",
        **{book: expected[book] for book in BOOKS},
    }
    rows, checksum = warehouse.execute(EXPECTED[feed]["query"]).fetchone() or (0, "")
    assert {"rows": rows, "checksum": checksum} == expected["table"]


@pytest.fixture(scope="module")
def first_day(project: Project, login: Login) -> None:
    project.deliver("day1")
    for feed in EXPECTED:
        project.towpath("run", feed)


@pytest.mark.usefixtures("first_day")
@pytest.mark.parametrize("feed", EXPECTED)
def test_first_day_balances(warehouse: psycopg.Connection, feed: str) -> None:
    assert_day(warehouse, feed, "day1")


@pytest.fixture(scope="module")
def second_day(first_day: None, project: Project) -> None:
    project.deliver("day2")
    project.towpath("run", "flights")


@pytest.mark.usefixtures("second_day")
def test_second_day_corrects_the_first(warehouse: psycopg.Connection) -> None:
    assert_day(warehouse, "flights", "day2")


@pytest.mark.usefixtures("second_day")
def test_each_broken_line_is_rejected_for_its_reason(warehouse: psycopg.Connection) -> None:
    expected = [
        (reject["line"], reject["reason"], reject["column"])
        for reject in EXPECTED["flights"]["day2"]["rejects"]
    ]

    rejects = warehouse.execute(
        """select line, reason, column_name from towpath.reject join towpath.run using (run)
           where feed = 'flights' and state = 'published' order by line"""
    ).fetchall()

    assert rejects == expected


@pytest.mark.usefixtures("second_day")
def test_a_run_without_new_files_publishes_nothing(
    project: Project, warehouse: psycopg.Connection
) -> None:
    before = warehouse.execute("select * from towpath.published").fetchall()

    project.towpath("run", "flights")

    assert warehouse.execute("select * from towpath.published").fetchall() == before
    assert_day(warehouse, "flights", "day2")


@pytest.mark.usefixtures("second_day")
@pytest.mark.parametrize("feed", EXPECTED)
def test_published_table_keeps_its_contract(feed: str, login: Login, tmp_path: Path) -> None:
    done = judge_table(FLIGHTS / f"contracts/{feed}.odcs.yaml", tmp_path, login)

    assert done.returncode == 0, done.stdout


@pytest.mark.usefixtures("second_day")
def test_judge_sees_a_broken_promise(
    warehouse: psycopg.Connection, login: Login, tmp_path: Path
) -> None:
    warehouse.execute("update aviation.airlines set carrier = 'united' where carrier = 'UA'")
    try:
        done = judge_table(FLIGHTS / "contracts/airlines.odcs.yaml", tmp_path, login)
    finally:
        warehouse.execute("update aviation.airlines set carrier = 'UA' where carrier = 'united'")

    assert done.returncode == 1, done.stdout
