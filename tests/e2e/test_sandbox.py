"""The product beside stand-ins of the world: what it sends there arrives, and they are heard."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from attrs import frozen
from httpx import Client, Response

from tests.people import EMAIL, LINK, OTHER_WORDS, WORDS
from tests.servers import free_port
from tests.service import API
from tests.waiting import until

DORA: Final = {"email": "dora@example.org", "name": "Dora", "password": OTHER_WORDS}
AGREE: Final = re.compile(r'href="([^"]+)">Continue as Bob<')


@frozen
class Both:
    """The product, and the stand-ins beside it."""

    product: Client
    sandbox: Client

    def sent_there(self) -> Response:
        return self.product.get(f"{API}/auth/oauth/sandbox")

    def come_back(self) -> Response:
        """Sign Bob in elsewhere, and return what his browser is told when it comes back."""
        there = self.sent_there()
        page = self.sandbox.get(there.headers["location"])
        found = AGREE.search(page.text)
        assert found
        agreed = self.sandbox.get(page.url.join(found[1].replace("&amp;", "&")))
        cookie = there.headers["set-cookie"].partition(";")[0]
        return self.product.get(agreed.headers["location"], headers={"cookie": cookie})


@pytest.fixture(scope="module", name="both")
def provide_both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    port = str(free_port())
    given = {
        "DATA_DIR": str(tmp_path_factory.mktemp("sandbox")),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "REGISTRATION": "open",
    }
    env = os.environ | {f"CRYPTOTRACKER_{name}": text for name, text in given.items()}
    program = [sys.executable, "-m", "cryptotracker"]
    create = [*program, "users", "create", EMAIL, "--name", "Ada"]
    subprocess.run(create, env=env, input=f"{WORDS}\n", text=True, check=True, capture_output=True)
    with subprocess.Popen(
        [*program, "serve", "--sandbox", "--port", port],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stderr
        sandbox = process.stderr.readline().split()[-1]
        process.stdout.readline()
        with Client(base_url=given["PUBLIC_URL"]) as product, Client(base_url=sandbox) as world:
            yield Both(product, world)
        process.kill()


async def test_whoever_registers_has_a_letter_in_the_sandbox(both: Both) -> None:
    assert both.product.post(f"{API}/auth/register", json=DORA).status_code == 202

    async def came() -> bool:
        return bool(both.sandbox.get("/control/outbox", params={"service": "smtp"}).json())

    await until(came)
    (letter,) = both.sandbox.get("/control/outbox", params={"service": "smtp"}).json()
    secret = LINK.search(letter["text"])
    assert secret
    verified = both.product.post(f"{API}/auth/verify", json={"token": secret[1]})
    assert (letter["to"], verified.status_code) == (DORA["email"], 204)


def test_who_is_let_in_elsewhere_is_let_in_unless_the_issuer_lies(both: Both) -> None:
    let_in = both.come_back()
    both.sandbox.put("/control/faults/issuer", json={"fault": "wrong_nonce"})
    lied_to = both.come_back()
    both.sandbox.put("/control/faults/issuer", json={"fault": "expired"})
    late = both.come_back()
    both.sandbox.put("/control/faults/issuer", json={"fault": ""})

    assert let_in.headers["location"] == "/"
    assert lied_to.headers["location"] == late.headers["location"]
    assert lied_to.headers["location"].endswith("issuer-refused")


def test_the_settings_are_said_for_a_shell_without_serving(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cryptotracker", "sandbox", "--env", "--port", "9000"]
    shown = subprocess.check_output(
        ["sh", "-c", f'eval "$({shlex.join(command)})"; env'],
        env=os.environ | {"XDG_DATA_HOME": str(tmp_path)},
        text=True,
    )

    found = dict(line.split("=", 1) for line in shown.splitlines() if "=" in line)
    assert found["CRYPTOTRACKER_SMTP_SENDER"] == "CryptoTracker <tracker@example.org>"
    assert found["CRYPTOTRACKER_DATA_DIR"] == str(tmp_path / "cryptotracker-sandbox")
    assert "CRYPTOTRACKER_SENDGRID_API_KEY" not in found
