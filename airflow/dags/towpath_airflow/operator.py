"""Runs one of Towpath's mains, or any other Beam pipeline in Java, as a child of the Airflow worker."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from airflow.providers.apache.beam.hooks.beam import BeamHook, beam_options_to_args
from airflow.providers.apache.beam.operators.beam import BeamDataflowMixin, BeamRunJavaPipelineOperator
from airflow.sdk.exceptions import AirflowFailException

FINAL_CODES: Mapping[int, str] = {
    2: "a file or an argument is wrong",
    4: "blocked by checks or thresholds; nothing was published",
    70: "a bug in Towpath",
}
"""Exit codes that another try cannot mend. The others pass: source, warehouse, lease, raw zone, or a kill."""

KILL_GRACE_SECONDS = 4.0
"""Airflow sends SIGKILL to the task's process group 5 s after SIGTERM."""


class JvmExit(RuntimeError):
    """The JVM ended with a code that another try may mend."""


class JvmHook(BeamHook):
    """Reads both streams of the JVM as one and never leaves it running behind.

    The stock hook reads one pipe to its end before the other, so that a job which uses both hangs once 64 KiB wait in
    the one that is not read; it fails at a byte that is not UTF-8; and after a timeout its JVM lives on.
    """

    def __init__(self, runner: str, environment: Mapping[str, str]) -> None:
        super().__init__(runner=runner)
        self.environment = environment
        self.process: subprocess.Popen[str] | None = None

    def start_java_pipeline(
        self,
        variables: dict[str, Any],
        jar: str,
        job_class: str | None = None,
        process_line_callback: Callable[[str], None] | None = None,
        is_dataflow_job_id_exist_callback: Callable[[], bool] | None = None,
    ) -> None:
        program = ["-cp", jar, job_class] if job_class else ["-jar", jar]
        options = [f"--runner={self.runner}", *beam_options_to_args(variables)]
        command = ["java", *program, *options]
        self.log.info("Running %s with %s", job_class or jar, options)
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, **self.environment},
            encoding="utf-8",
            errors="replace",
        )
        last = ""
        try:
            for line in self.process.stdout or ():
                last = line.strip() or last
                self.log.info(line.rstrip("\n"))
            code = self.process.wait()
        finally:
            self.stop()
        self._judge(code, last)

    @staticmethod
    def _judge(code: int, last: str) -> None:
        if code in FINAL_CODES:
            raise AirflowFailException(f"exit code {code}, {FINAL_CODES[code]}: {last}")
        if code != 0:
            raise JvmExit(f"exit code {code}: {last}")

    def stop(self) -> None:
        """Asks the JVM to stop, so that its shutdown hooks run; then insists."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(KILL_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()


class _NoDataflow(BeamDataflowMixin):
    """Comes before the mixin in the order of resolution, so that its check for Google's provider is not reached."""

    def __init__(self) -> None: ...


class BeamJavaOperator(BeamRunJavaPipelineOperator, _NoDataflow):
    """`BeamRunJavaPipelineOperator` without Google, with secrets in the environment, and with a kill that kills.

    :param environment: variables for the JVM only (templated); unlike options they show in no process list or log.
    """

    template_fields: Sequence[str] = ("jar", "runner", "job_class", "pipeline_options", "environment")

    def __init__(self, *, environment: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(deferrable=False, **kwargs)  # deferred, the JVM would run inside the triggerer
        self.environment = environment or {}

    def _cast_dataflow_config(self) -> None: ...

    def _init_pipeline_options(self, *args: Any, **kwargs: Any) -> Any:
        prepared = super()._init_pipeline_options(*args, **kwargs)
        self.beam_hook = JvmHook(self.runner, self.environment)
        return prepared

    def on_kill(self) -> None:
        if isinstance(hook := getattr(self, "beam_hook", None), JvmHook):
            hook.stop()
