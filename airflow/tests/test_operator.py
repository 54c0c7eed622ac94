"""The operator with a stand-in for `java`: command line, streams, exit codes, kill. And the stock operator's traps."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from airflow.providers.apache.beam.hooks.beam import BeamHook
from airflow.providers.apache.beam.operators.beam import BeamRunJavaPipelineOperator
from airflow.providers.common.compat.sdk import AirflowOptionalProviderFeatureException
from airflow.sdk.exceptions import AirflowException, AirflowFailException

from towpath_airflow.operator import BeamJavaOperator, JvmExit

FLOOD = "echo out; head -c 300000 /dev/zero | tr '\\0' 'e' | fold >&2; echo end"
ODD_BYTE = "printf 'b\\351d\\n'"


def operator(**kwargs: Any) -> BeamJavaOperator:
    return BeamJavaOperator(task_id="t", jar="j.jar", runner="SparkRunner", job_class="io.towpath.Main", **kwargs)


def test_options_arrive_as_they_are(fake_java: Path) -> None:
    options = {"flag": True, "off": False, "none": None, "n": 3, "list": ["a", "b c"], "labels": {"k": "v"}}
    operator(pipeline_options=options, environment={"DW_PASSWORD": "pw"}).execute({})
    assert (fake_java / "args").read_text().splitlines() == [
        "-cp",
        "j.jar",
        "io.towpath.Main",
        "--runner=SparkRunner",
        "--flag",
        "--n=3",
        "--list=a",
        "--list=b c",
        '--labels={"k": "v"}',
    ]
    assert (fake_java / "env").read_text() == "pw\n"


@pytest.mark.parametrize("code", [2, 4, 70])
def test_what_no_other_try_can_mend_is_final(fake_java: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    monkeypatch.setenv("FAKE", f"echo not_empty found 0; exit {code}")
    with pytest.raises(AirflowFailException, match=f"exit code {code}.*not_empty found 0"):
        operator().execute({})


@pytest.mark.parametrize("code", [1, 3, 5, 6, 7, 137])
def test_what_may_pass_is_tried_again(fake_java: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    monkeypatch.setenv("FAKE", f"exit {code}")
    with pytest.raises(JvmExit, match=f"exit code {code}"):
        operator().execute({})


def test_both_streams_and_odd_bytes_are_read(fake_java: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE", f"{FLOOD}; {ODD_BYTE}")
    operator().execute({})


def test_a_kill_stops_the_jvm(fake_java: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE", f"echo $$ > {fake_java}/pid; exec sleep 60")
    task = operator()

    def kill() -> None:
        while not (fake_java / "pid").exists() or not (fake_java / "pid").read_text():
            time.sleep(0.05)
        task.on_kill()

    threading.Thread(target=kill).start()
    with pytest.raises(JvmExit, match="-15"):
        task.execute({})
    with pytest.raises(ProcessLookupError):
        os.kill(int((fake_java / "pid").read_text()), 0)


def test_an_interrupted_task_leaves_no_jvm(fake_java: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE", f"echo $$ > {fake_java}/pid; echo ready; exec sleep 60")
    task = operator()
    monkeypatch.setattr(BeamHook, "log", _Interrupting(), raising=False)
    with pytest.raises(TimeoutError):
        task.execute({})
    with pytest.raises(ProcessLookupError):
        os.kill(int((fake_java / "pid").read_text()), 0)


class _Interrupting:
    """Raises where Airflow's timeout would: while a line of the job is handled."""

    def info(self, message: str, *_: object) -> None:
        if message == "ready":
            raise TimeoutError

    def __getattr__(self, name: str) -> Any:
        return lambda *_, **__: None


def test_never_deferred(monkeypatch: pytest.MonkeyPatch) -> None:
    assert operator().deferrable is False


class TestStockTraps:
    """Why the subclass exists; when one of these fails, a newer provider has mended it."""

    def test_needs_googles_provider(self) -> None:
        with pytest.raises(AirflowOptionalProviderFeatureException):
            BeamRunJavaPipelineOperator(task_id="t", jar="j.jar")

    def test_hangs_when_the_other_stream_is_full(self, fake_java: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("FAKE", f"{FLOOD}; touch {fake_java}/ended")

        def start() -> None:
            with suppress(AirflowException):  # once it is killed
                BeamHook(runner="DirectRunner").start_java_pipeline({}, "j.jar")

        job = threading.Thread(target=start, daemon=True)
        job.start()
        job.join(5)
        ended = (fake_java / "ended").exists()
        subprocess.run(["pkill", "-f", str(fake_java)], check=False)
        job.join(5)
        assert not ended

    def test_fails_at_an_odd_byte(self, fake_java: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("FAKE", ODD_BYTE)
        with pytest.raises(UnicodeDecodeError):
            BeamHook(runner="DirectRunner").start_java_pipeline({}, "j.jar")
