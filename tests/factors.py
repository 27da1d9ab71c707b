"""Second factors, and what is done with them in a test: an app that shows codes, a passkey."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from attrs import frozen
from httpx import Response
from pyotp import TOTP
from time_machine import Traveller, travel

from tests.authenticator import Device
from tests.people import EMAIL, WORDS, Place, bearer
from tests.service import API

STEP = 30


@frozen
class App:
    """What a user has on another device, and the codes that they wrote down."""

    seed: str
    recovery_codes: list[str]

    def code(self, steps: int = 0) -> str:
        """Return the code of now, or of some steps later."""
        return TOTP(self.seed).generate_otp(int(datetime.now(UTC).timestamp()) // STEP + steps)

    def wrong(self) -> str:
        """Return a code that no app shows now."""
        return f"{(int(self.code()) + 500_000) % 1_000_000:06}"


@contextmanager
def still() -> Iterator[Traveller]:
    """Let time stand still until a test moves it."""
    with travel(datetime.now(UTC), tick=False) as traveller:
        yield traveller


async def set_up(here: Place, tokens: dict[str, Any]) -> App:
    """Set an app up; its code of the step before this one is used for it."""
    answer = await here.client.post(f"{API}/me/totp", headers=bearer(tokens))
    assert answer.status_code == 200, answer.text
    app = App(answer.json()["secret"], [])
    on = await switch_on(here, tokens, app.code(-1))
    assert on.status_code == 200, on.text
    return App(app.seed, on.json()["recovery_codes"])


async def switch_on(here: Place, tokens: dict[str, Any], code: str) -> Response:
    return await here.client.put(f"{API}/me/totp", json={"code": code}, headers=bearer(tokens))


async def ticket(here: Place, email: str = EMAIL, words: str = WORDS) -> str:
    """Do the first step of signing in."""
    answer = await here.post("login", email=email, password=words, client="api")
    assert answer.status_code == 200, answer.text
    found: str = answer.json()["mfa"]["ticket"]
    return found


async def step(here: Place, given: str, **proof: str) -> Response:
    return await here.post("mfa", ticket=given, **proof)


async def step_up(here: Place, tokens: dict[str, Any], **proof: str) -> Response:
    return await here.client.post(f"{API}/auth/step-up", json=proof, headers=bearer(tokens))


async def offered(here: Place, tokens: dict[str, Any]) -> dict[str, Any]:
    answer = await here.client.post(f"{API}/me/passkeys/options", headers=bearer(tokens))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["public_key"]
    return found


async def add_passkey(here: Place, tokens: dict[str, Any], device: Device) -> Response:
    made = device.make(await offered(here, tokens))
    return await keep_passkey(here, tokens, made)


async def keep_passkey(here: Place, tokens: dict[str, Any], made: dict[str, Any]) -> Response:
    body = {"name": "My laptop", "credential": made}
    return await here.client.post(f"{API}/me/passkeys", json=body, headers=bearer(tokens))


async def asked(here: Place) -> dict[str, Any]:
    found: dict[str, Any] = (await here.post("passkey/options")).json()["public_key"]
    return found


async def enter_by_passkey(here: Place, used: dict[str, Any], client: str = "api") -> Response:
    return await here.post("passkey", credential=used, client=client)


async def list_passkeys(here: Place, tokens: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await here.client.get(f"{API}/me/passkeys", headers=bearer(tokens))
    found: list[dict[str, Any]] = answer.json()["items"]
    return found
