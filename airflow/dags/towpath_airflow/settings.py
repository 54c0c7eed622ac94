"""Where Towpath, its project and its compiled feeds are on the workers."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


class SettingsError(ValueError):
    """A setting that is missing or wrong; the message names the variable and what to do."""


@dataclass(frozen=True)
class Settings:
    """Settings of all DAGs, from environment variables: DAG files are parsed without network and database.

    :param feeds: folder with a JSON file per feed (TOWPATH_FEEDS)
    :param project: folder of towpath.yaml on the workers (TOWPATH_PROJECT)
    :param class_path: jars to run, separated by colons (TOWPATH_CLASS_PATH)
    :param runner: DirectRunner or SparkRunner (TOWPATH_RUNNER)
    :param profile: profile of towpath.yaml, none if empty (TOWPATH_PROFILE)
    :param pool: pool that loads share, Airflow's default if empty (TOWPATH_POOL)
    :param environment: variables for the JVM only, each a template such as {{ conn.warehouse.password }}, as a JSON
        object (TOWPATH_ENVIRONMENT)
    """

    feeds: Path
    project: str
    class_path: str
    runner: str = "DirectRunner"
    profile: str = ""
    pool: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_environment(cls, variables: Mapping[str, str] = os.environ) -> Settings:
        """Reads the settings; every one that is missing is named at once."""
        missing = [
            name for name in ("TOWPATH_FEEDS", "TOWPATH_PROJECT", "TOWPATH_CLASS_PATH") if not variables.get(name)
        ]
        if missing:
            raise SettingsError(f"{', '.join(missing)} not set; see docs/guides/airflow.md")
        return cls(
            feeds=Path(variables["TOWPATH_FEEDS"]),
            project=variables["TOWPATH_PROJECT"],
            class_path=variables["TOWPATH_CLASS_PATH"],
            runner=variables.get("TOWPATH_RUNNER", cls.runner),
            profile=variables.get("TOWPATH_PROFILE", cls.profile),
            pool=variables.get("TOWPATH_POOL", cls.pool),
            environment=_environment(variables.get("TOWPATH_ENVIRONMENT", "{}")),
        )


def _environment(text: str) -> Mapping[str, str]:
    try:
        values = json.loads(text)
    except ValueError as problem:
        raise SettingsError(f"TOWPATH_ENVIRONMENT is no JSON ({problem}); expected an object of texts") from problem
    if not isinstance(values, dict) or not all(isinstance(value, str) for value in values.values()):
        raise SettingsError('TOWPATH_ENVIRONMENT: expected a JSON object of texts, such as {"DW_PASSWORD": "…"}')
    return values
