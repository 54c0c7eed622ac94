"""Runs moto's server on a loopback port until standard input ends, and does there what a test asks.

Prints the port, then one JSON answer per line that it reads:

    cluster            makes an EMR cluster, answers its id
    terminate CLUSTER  terminates it
    application        makes an EMR Serverless application, answers its id
    steps [STATE]      answers all steps; before that, has those that have not ended come to a state
    runs [STATE]       answers all job runs of EMR Serverless; before that, has them come to a state

moto's S3 is not used, the test kit has a stricter one. moto itself never ends a step, and ends a job run as soon as it is started.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

import boto3
from moto.emr.models import emr_backends
from moto.emrserverless.models import emrserverless_backends
from moto.server import ThreadedMotoServer

REGION = "us-east-1"
ACCOUNT = "123456789012"


def main() -> None:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    print(port, flush=True)
    commands = Commands(f"http://127.0.0.1:{port}")
    for line in sys.stdin:
        name, *arguments = line.split()
        command: Callable[..., object] = getattr(commands, name)
        print(json.dumps(command(*arguments)), flush=True)


class Commands:
    def __init__(self, endpoint: str) -> None:
        self.session = boto3.session.Session("test", "test", region_name=REGION)
        self.endpoint = endpoint

    def _client(self, service: str):
        return self.session.client(service, endpoint_url=self.endpoint)

    def cluster(self) -> str:
        return self._client("emr").run_job_flow(
            Name="test",
            ReleaseLabel="emr-7.9.0",
            Instances={"MasterInstanceType": "m5.large", "InstanceCount": 1, "KeepJobFlowAliveWhenNoSteps": True},
            JobFlowRole="EMR_EC2_DefaultRole",
            ServiceRole="EMR_DefaultRole",
        )["JobFlowId"]

    def terminate(self, cluster: str) -> str:
        self._client("emr").terminate_job_flows(JobFlowIds=[cluster])
        return cluster

    def application(self) -> str:
        return self._client("emr-serverless").create_application(name="test", releaseLabel="emr-7.9.0", type="SPARK")[
            "applicationId"
        ]

    def steps(self, state: str = "") -> list[dict[str, object]]:
        clusters = emr_backends[ACCOUNT][REGION].clusters.values()
        steps = [step for cluster in clusters for step in cluster.steps]
        for step in steps:
            if state and step.state in ("PENDING", "STARTING", "RUNNING"):
                step.state = state
        return [{"id": step.id, "name": step.name, "state": step.state, "args": step.args} for step in steps]

    def runs(self, state: str = "") -> list[dict[str, object]]:
        runs = [run for runs in emrserverless_backends[ACCOUNT][REGION].job_runs.values() for run in runs]
        for run in runs:
            run.state = state or run.state
        return [
            {
                "id": run.id,
                "token": run.client_token,
                "driver": run.job_driver,
                "overrides": run.configuration_overrides,
            }
            for run in runs
        ]


if __name__ == "__main__":
    main()
