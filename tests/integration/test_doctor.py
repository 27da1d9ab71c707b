"""What is said of Redis: by the doctor, and where its client is missing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

WITHOUT = """
import sys
sys.modules["redis"] = None
from cryptotracker.entrypoints.cli.app import main
sys.argv = ["cryptotracker", "portfolios", "list"]
main()
"""


def run(data_dir: Path, url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        env=os.environ
        | {"CRYPTOTRACKER_DATA_DIR": str(data_dir)}
        | ({"CRYPTOTRACKER_REDIS_URL": url} if url else {}),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("url", "state", "detail"),
    [
        ("", "off", "is not set"),
        ("real", "ok", ""),
        ("redis://127.0.0.1:1", "broken", "no answer"),
        ("redis://:hunter2@127.0.0.1:port", "broken", "REDIS_URL is no address"),
    ],
)
def test_the_doctor_says_how_redis_is(
    redis: str, tmp_path: Path, url: str, state: str, detail: str
) -> None:
    command = ("-m", "cryptotracker", "doctor", "--format", "json")

    said = run(tmp_path, redis if url == "real" else url, *command)

    rows = {each["what"]: each for each in json.loads(said.stdout)}
    assert rows["redis"]["state"] == state
    assert detail in rows["redis"]["detail"]
    assert "hunter2" not in said.stdout + said.stderr


def test_a_missing_client_is_named_with_the_remedy(tmp_path: Path) -> None:
    said = run(tmp_path, "redis://127.0.0.1:1", "-c", WITHOUT)

    assert said.returncode == 2
    assert "cryptotracker[redis]" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_redis_that_does_not_answer_stops_nothing(tmp_path: Path) -> None:
    said = run(tmp_path, "redis://127.0.0.1:1", "-m", "cryptotracker", "portfolios", "list")

    assert said.returncode == 0
