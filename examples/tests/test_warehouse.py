"""The embedded warehouse lets other tools in with the connection string that is printed."""

from pathlib import Path

import psycopg

from project import FLIGHTS, Project


def test_printed_connection_string_lets_other_tools_in(tmp_path: Path) -> None:
    project = Project.copy_of(FLIGHTS, tmp_path / "project")

    connection_string = project.towpath("warehouse", "start").strip()

    try:
        with psycopg.connect(connection_string) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
    finally:
        assert project.towpath("warehouse", "stop").strip() == "stopped"
