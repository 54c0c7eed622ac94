"""The demo's database and API end as tables that hold what DuckDB reads from their data."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import psycopg
import pytest

from judge import judge_table
from project import FLIGHTS, Login, Project

SOURCES = FLIGHTS / "sources"
AIRPORTS = f"""
with day1 as (
  select iata, name, city, state, country, latitude::varchar as latitude, longitude::varchar as longitude
  from read_csv('{SOURCES}/airports.csv', nullstr = 'NA',
                types = {{'latitude': 'decimal(11, 8)', 'longitude': 'decimal(11, 8)'}}))
select * replace (case iata when 'EWR' then 'Newark Liberty International' else name end as name)
from day1 where iata not in ('CGX', 'ISN')
union all
select 'XWA', 'Williston Basin International', 'Williston', 'ND', 'USA', '48.25838700', '-103.74879700'
order by iata
"""
MEASURED = "temp, dewp, humid, wind_dir, wind_speed, wind_gust, precip, pressure, visib"
WEATHER = f"""
select origin, epoch(time_hour::timestamptz)::bigint, {MEASURED}
from read_csv('{SOURCES}/weather-day*.csv', nullstr = 'NA')
order by 1, 2
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project.copy_of(FLIGHTS, tmp_path_factory.mktemp("demo") / "project")


@pytest.fixture(scope="module")
def summary(project: Project, login: Login) -> str:
    return project.towpath("demo")


@pytest.fixture(scope="module")
def login(project: Project) -> Iterator[Login]:
    yield project.start_warehouse()
    project.stop_warehouse()


@pytest.fixture(scope="module")
def warehouse(login: Login) -> Iterator[psycopg.Connection]:
    with login.connect() as connection:
        yield connection


@pytest.mark.usefixtures("summary")
def test_airports_are_those_of_the_database(warehouse: psycopg.Connection) -> None:
    published = warehouse.execute(
        """select iata, name, city, state, country, latitude::text, longitude::text
           from aviation.airports order by iata collate "C" """
    ).fetchall()

    assert published == duckdb.sql(AIRPORTS).fetchall()


@pytest.mark.usefixtures("summary")
def test_weather_is_that_of_the_api(warehouse: psycopg.Connection) -> None:
    published = warehouse.execute(
        f"""select origin, extract(epoch from time_hour)::bigint, {MEASURED}
            from aviation.weather order by 1, 2"""
    ).fetchall()

    assert published == duckdb.sql(WEATHER).fetchall()


def test_second_day_deletes_the_airports_that_are_gone(summary: str) -> None:
    assert "staged 4 = inserted 1 + updated 1 + deleted 2 + kept 0" in summary


@pytest.mark.parametrize("feed", ["airports", "weather"])
@pytest.mark.usefixtures("summary")
def test_published_table_keeps_its_contract(feed: str, login: Login, tmp_path: Path) -> None:
    done = judge_table(FLIGHTS / f"contracts/{feed}.odcs.yaml", tmp_path, login)

    assert done.returncode == 0, done.stdout


@pytest.mark.usefixtures("summary")
def test_running_the_demo_again_publishes_nothing(
    project: Project, warehouse: psycopg.Connection
) -> None:
    before = warehouse.execute("select * from towpath.published").fetchall()

    again = project.towpath("demo")

    assert warehouse.execute("select * from towpath.published").fetchall() == before
    assert again.count("nothing new to publish") == 8
