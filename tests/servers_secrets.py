"""Real secrets managers for tests: an OpenBao server, and moto's server, which answers as AWS Secrets Manager does.

Owns how each is started, what a test gets to know about it, and that it is stopped. Both listen on the loopback only
and keep everything in memory. It must not know about pytest; conftest.py makes fixtures of it.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any  # packages without types

from tests import servers

START_TIMEOUT_S = 60


@dataclass(frozen=True)
class OpenBaoServer:
    """A server in development mode, unsealed. `secret/` is a key-value engine of version 2."""

    address: str
    root_token: str = field(repr=False)

    def client(self, token: str | None = None) -> Any:  # Any: hvac has no types
        """A client of the server's own, for a test's set-up and checks; root's without a token."""
        import hvac  # type: ignore[import-untyped]  # it has no types

        return hvac.Client(url=self.address, token=self.root_token if token is None else token)

    def environment(self, token: str | None = None) -> dict[str, str]:
        """The variables with which a program finds the server; root's token without one."""
        return {"BAO_ADDR": self.address, "BAO_TOKEN": self.root_token if token is None else token, "HOME": "/nowhere"}

    def token(self, policy: str, ttl: str = "1h") -> str:
        """A new token that may do what the policy (HCL) says."""
        root, name = self.client(), f"p{secrets.token_hex(4)}"
        root.sys.create_or_update_policy(name=name, policy=policy)
        return str(root.auth.token.create(policies=[name], ttl=ttl)["auth"]["client_token"])


@dataclass(frozen=True)
class AwsServer:
    """moto's server. address: of every service."""

    address: str

    def environment(self, region: str = "eu-central-1") -> dict[str, str]:
        """The variables with which AWS's own packages use it."""
        return {
            "AWS_ENDPOINT_URL": self.address,
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            **({"AWS_DEFAULT_REGION": region} if region else {}),
        }

    def client(self, region: str = "eu-central-1") -> Any:  # Any: boto3 has no types
        """A client for a test's set-up."""
        import boto3  # type: ignore[import-untyped]  # it has no types

        return boto3.client(
            "secretsmanager",
            region_name=region,
            endpoint_url=self.address,
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
        )


def beside_python(name: str) -> Path | None:
    """A program that a package of this environment brought, None if it isn't there."""
    found = shutil.which(name, path=str(Path(sys.executable).parent))
    return Path(found) if found is not None else None


@contextlib.contextmanager
def run_openbao(program: Path) -> Iterator[OpenBaoServer]:
    """A server of its own. Stopped at the end."""
    port, token = servers.free_port(), secrets.token_urlsafe(16)
    server = OpenBaoServer(f"http://127.0.0.1:{port}", token)
    with tempfile.TemporaryDirectory(prefix="kbbao-") as folder:
        command = [str(program), "server", "-dev", f"-dev-listen-address=127.0.0.1:{port}", "-dev-no-store-token"]
        environment = {"PATH": os.environ["PATH"], "HOME": folder, "BAO_DEV_ROOT_TOKEN_ID": token}
        with _running(command, environment, Path(folder), f"{server.address}/v1/sys/health"):
            yield server


@contextlib.contextmanager
def run_moto(program: Path) -> Iterator[AwsServer]:
    """A server of its own. Stopped at the end."""
    port = servers.free_port()
    server = AwsServer(f"http://127.0.0.1:{port}")
    with tempfile.TemporaryDirectory(prefix="kbaws-") as folder:
        command = [str(program), "-H", "127.0.0.1", "-p", str(port)]
        environment = {"PATH": os.environ["PATH"], "HOME": folder}
        with _running(command, environment, Path(folder), f"{server.address}/moto-api/"):
            yield server


@contextlib.contextmanager
def _running(command: list[str], environment: dict[str, str], folder: Path, health: str) -> Iterator[None]:
    """Raises RuntimeError with what the program said if it doesn't answer in time."""
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    try:
        _wait_until_it_answers(process, health, log)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_it_answers(process: subprocess.Popen[bytes], health: str, log: Path) -> None:
    until = time.monotonic() + START_TIMEOUT_S
    while process.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(health, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            threading.Event().wait(0.05)
    raise RuntimeError(f"the server did not start: {log.read_text(errors='replace')[-2000:]}")
