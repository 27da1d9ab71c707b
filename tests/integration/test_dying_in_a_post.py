"""A process that dies in the middle of a POST leaves one effect and its answer, or nothing."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
PORTFOLIOS = "/api/v1/portfolios"
PATIENCE_SECONDS = 20


@contextmanager
def serving(url: str, directory: Path, when: str) -> Iterator[httpx.Client]:
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.integration.dying", url, str(directory), when],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    with program:
        assert program.stdout
        address = program.stdout.readline().strip()
        with httpx.Client(base_url=address, timeout=PATIENCE_SECONDS) as client:
            yield client
        program.kill()


def ask(client: httpx.Client) -> httpx.Response:
    wanted = {"name": "Mine", "currency": "EUR"}
    return client.post(PORTFOLIOS, json=wanted, headers={"Idempotency-Key": "k"})


def answered(client: httpx.Client) -> httpx.Response:
    """Ask until the key is free: the dead process holds it for a second."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (answer := ask(client)).status_code == 409:
        assert time.monotonic() < deadline
        assert answer.headers["retry-after"] == "2"
    return answer


@pytest.mark.parametrize(
    ("when", "replayed"), [("before", None), ("after", "true")], ids=["before", "after"]
)
def test_asked_again_it_was_done_once(
    database_url: str, tmp_path: Path, when: str, replayed: str | None
) -> None:
    with serving(database_url, tmp_path, when) as client, pytest.raises(httpx.TransportError):
        ask(client)

    with serving(database_url, tmp_path, "never") as client:
        first, again = answered(client), ask(client)
        (found,) = client.get(PORTFOLIOS).json()["items"]

    assert (first.status_code, first.headers.get("idempotent-replayed")) == (201, replayed)
    assert first.content == again.content
    assert first.json() == found
