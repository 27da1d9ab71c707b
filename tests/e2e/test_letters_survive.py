"""A letter that was promised arrives, whatever becomes of the server that promised it."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.inbox import Inbox, relay, serving
from tests.people import EMAIL, LINK, OTHER, SITE, WORDS, place
from tests.servers import free_port
from tests.service import API, started
from tests.waiting import until

SUBJECT = "Choose a new password"
LONGER = "eight patient herons"


def settings(url: str, port: int) -> dict[str, str]:
    server = relay(port)
    return {
        "database_url": url,
        "database_accepts_risks": "yes",
        "public_url": SITE,
        "worker": "inside",
        "worker_lease_seconds": "1",
        "smtp_host": server.host,
        "smtp_port": str(port),
        "smtp_security": server.security,
        "smtp_sender": server.sender,
    }


def users(data_dir: Path, *words: str) -> str:
    """Run a command of whoever runs the place."""
    command = [sys.executable, "-m", "cryptotracker", "users", *words]
    env = os.environ | {"CRYPTOTRACKER_DATA_DIR": str(data_dir)}
    return subprocess.check_output(command, env=env, input=f"{WORDS}\n", text=True)


async def ask(address: str, route: str, **body: Any) -> int:
    async with httpx.AsyncClient(base_url=address) as client:
        return (await client.post(f"{API}/auth/{route}", json=body)).status_code


async def test_a_kill_between_the_answer_and_the_letter_loses_nothing(
    database_url: str, tmp_path: Path
) -> None:
    async with place(database_url, tmp_path) as here:
        await here.invited()
    with started(tmp_path, **settings(database_url, free_port())) as running:  # no mail server
        assert await ask(running.address, "recover", email=EMAIL) == 202
        os.kill(running.process.pid, signal.SIGKILL)
        running.process.wait()
    inbox = Inbox()

    async def came() -> bool:
        return any(each["Subject"] == SUBJECT for each in inbox.found)

    with (
        serving(inbox) as server,
        started(tmp_path, **settings(database_url, server.port)) as running,
    ):
        await until(came)
        letter = next(each for each in inbox.found if each["Subject"] == SUBJECT)
        found = LINK.search(letter.get_content())
        assert found
        assert await ask(running.address, "reset", token=found[1], password=LONGER) == 204
    assert letter["To"] == EMAIL


async def test_letters_name_the_address_that_is_served(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    users(tmp_path, "create", EMAIL)
    said = ""

    async def printed() -> bool:
        nonlocal said
        said += capfd.readouterr().err
        return "#" in said

    with started(tmp_path, "serve", "--port", str(free_port())) as running:
        assert await ask(running.address, "recover", email=EMAIL) == 202
        await until(printed)
        invited = users(tmp_path, "invite", OTHER)

    assert f"{running.address}/reset#" in said
    assert invited.startswith(f"{running.address}/register#")
