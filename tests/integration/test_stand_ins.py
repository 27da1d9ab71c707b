"""The stand-ins of those who bring messages and pushes, asked as their documentation says."""

import hmac
import os
from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Any, Final

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from cryptotracker.entrypoints.sandbox import firebase, sendgrid, smtp, telegram, web_push
from cryptotracker.entrypoints.sandbox.faults import BODIES
from cryptotracker.entrypoints.sandbox.services import BOT, COMMON, SERVICES
from cryptotracker.entrypoints.sandbox.web_push import Browser, bytes_of, point, text_of
from tests.sandboxed import Stage
from tests.sinks import sink

TO_THE_BOT: Final = f"telegram/bot{BOT}"
SEND: Final = "firebase/v1/projects/sandbox/messages:send"
MESSAGE: Final = {
    "message": {
        "token": "device-1",
        "notification": {"title": "Bitcoin", "body": "above $70,000"},
        "data": {"alert": "7"},
    }
}


@pytest.fixture(name="http")
async def provide_http(stage: Stage) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=stage.sandbox.address, trust_env=False) as client:
        yield client


def arrived(stage: Stage, service: str) -> list[tuple[str, str, str]]:
    return [(each.to, each.title, each.text) for each in stage.sandbox.outbox.all(service)]


async def test_a_bot_says_who_it_is_and_writes_to_those_who_wrote_to_it(
    stage: Stage, http: httpx.AsyncClient
) -> None:
    me = (await http.get(f"{TO_THE_BOT}/getMe")).json()
    sent = await http.post(f"{TO_THE_BOT}/sendMessage", json={"chat_id": 777, "text": "Hello"})
    form = await http.post(f"{TO_THE_BOT}/sendMessage", data={"chat_id": "777", "text": "Again"})
    stranger = await http.post(f"{TO_THE_BOT}/sendMessage", json={"chat_id": 1, "text": "Hello"})
    nobody = await http.get("telegram/bot42:other/getMe")

    assert (me["ok"], me["result"]["username"]) == (True, "sandbox_bot")
    assert (sent.json()["result"]["chat"]["id"], form.status_code) == (777, 200)
    assert arrived(stage, "telegram") == [("777", "", "Again"), ("777", "", "Hello")]
    assert stranger.json() == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: chat not found",
    }
    assert nobody.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_a_bot_hears_by_asking_or_at_its_webhook_and_not_by_both(
    http: httpx.AsyncClient,
) -> None:
    await http.post("control/telegram/messages", json={"text": "/start"})
    heard = (await http.get(f"{TO_THE_BOT}/getUpdates")).json()["result"]
    after = {"offset": heard[-1]["update_id"] + 1}
    then = (await http.get(f"{TO_THE_BOT}/getUpdates", params=after)).json()["result"]
    with sink() as hook:
        wanted = {"url": f"{hook.address}/hook", "secret_token": "sign"}
        await http.post(f"{TO_THE_BOT}/setWebhook", json=wanted)
        await http.post("control/telegram/messages", json={"text": "/stop"})
        told = hook.next()
    both = await http.get(f"{TO_THE_BOT}/getUpdates")
    away = await http.post(f"{TO_THE_BOT}/setWebhook", json={"url": "https://example.org/hook"})
    await http.post(f"{TO_THE_BOT}/deleteWebhook")

    assert (heard[-1]["message"]["text"], then) == ("/start", [])
    assert told.headers["x-telegram-bot-api-secret-token"] == "sign"
    assert b'"/stop"' in told.body
    assert (both.status_code, away.status_code) == (409, 400)


async def test_a_bot_is_told_to_wait_and_that_it_was_blocked(
    stage: Stage, http: httpx.AsyncClient
) -> None:
    letter = {"chat_id": 777, "text": "Hello"}
    stage.tell("telegram", "limited_for_30")
    wait = await http.post(f"{TO_THE_BOT}/sendMessage", json=letter)
    stage.tell("telegram", "blocked")
    blocked = await http.post(f"{TO_THE_BOT}/sendMessage", json=letter)

    assert (wait.status_code, wait.json()["parameters"]) == (429, {"retry_after": 30})
    assert blocked.json()["description"] == "Forbidden: bot was blocked by the user"
    assert arrived(stage, "telegram") == []


async def access(stage: Stage, http: httpx.AsyncClient, **changed: str) -> httpx.Response:
    """Ask for a token as a program does that was given the file of its account."""
    account = (await http.get("firebase/service-account.json")).json()
    now = int(stage.clock.now().timestamp())
    claims: dict[str, Any] = {
        "iss": account["client_email"],
        "scope": "https://www.googleapis.com/auth/firebase.messaging",
        "aud": account["token_uri"],
        "iat": now,
        "exp": now + 3600,
    }
    key = RSAKey.import_key(account["private_key"])
    form = {
        "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "assertion": jwt.encode({"alg": "RS256"}, claims | changed, key),
    }
    return await http.post(account["token_uri"], data=form)


async def test_firebase_takes_a_push_of_who_has_a_token(
    stage: Stage, http: httpx.AsyncClient
) -> None:
    other = await access(stage, http, scope="https://www.googleapis.com/auth/drive")
    token = (await access(stage, http)).json()["access_token"]
    bearer = {"authorization": f"Bearer {token}"}
    nobody = await http.post(SEND, json=MESSAGE)
    taken = await http.post(SEND, json=MESSAGE, headers=bearer)

    assert (other.status_code, other.json()["error"]) == (400, "invalid_grant")
    assert nobody.json()["error"]["status"] == "UNAUTHENTICATED"
    assert taken.json()["name"].startswith("projects/sandbox/messages/")
    assert arrived(stage, "firebase") == [("device-1", "Bitcoin", "above $70,000")]


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ("unregistered", 404, "UNREGISTERED"),
        ("quota_exceeded", 429, "QUOTA_EXCEEDED"),
        ("sender_mismatch", 403, "SENDER_ID_MISMATCH"),
    ],
)
async def test_firebase_says_by_its_own_code_why_it_refuses(
    stage: Stage, http: httpx.AsyncClient, fault: str, status: int, code: str
) -> None:
    token = (await access(stage, http)).json()["access_token"]
    stage.tell("firebase", fault)

    refused = await http.post(SEND, json=MESSAGE, headers={"authorization": f"Bearer {token}"})

    assert refused.status_code == status
    assert refused.json()["error"]["details"][0]["errorCode"] == code
    assert arrived(stage, "firebase") == []


def test_a_browser_opens_the_example_of_the_standard() -> None:
    private = int.from_bytes(bytes_of("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"))
    browser = Browser(
        key=ec.derive_private_key(private, ec.SECP256R1()), auth=bytes_of("BTBZMqHH6r4Tts7J_aSIgg")
    )

    opened = browser.open(
        bytes_of(
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
            "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
            "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        )
    )

    assert opened == b"When I grow up, I want to be a watermelon"


def sealed(keys: dict[str, str], text: bytes) -> bytes:
    """Seal a text for a browser, as RFC 8291 has it of whoever pushes."""
    own, salt = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
    theirs, mine = bytes_of(keys["p256dh"]), point(own.public_key())
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)
    shared = own.exchange(ec.ECDH(), public)

    def mac(key: bytes, said: bytes) -> bytes:
        return hmac.digest(key, said, sha256)

    mixed = mac(bytes_of(keys["auth"]), shared)
    secret = mac(salt, mac(mixed, b"WebPush: info\0" + theirs + mine + b"\1"))
    key = mac(secret, b"Content-Encoding: aes128gcm\0\1")[:16]
    nonce = mac(secret, b"Content-Encoding: nonce\0\1")[:12]
    head = salt + (4096).to_bytes(4) + bytes([len(mine)]) + mine
    return head + AESGCM(key).encrypt(nonce, text + b"\2", None)


def vapid(stage: Stage, **changed: str) -> str:
    """Prove who pushes, as RFC 8292 has it."""
    key = ECKey.generate_key("P-256")
    now = int(stage.clock.now().timestamp())
    claims: dict[str, Any] = {"aud": stage.sandbox.address, "exp": now + 3600}
    claims |= {"sub": "mailto:tracker@example.org", **changed}
    x, y = (bytes_of(str(key.as_dict()[name])) for name in "xy")
    token = jwt.encode({"alg": "ES256"}, claims, key)
    return f"vapid t={token}, k={text_of(bytes([4]) + x + y)}"


async def test_what_is_pushed_to_a_browser_is_opened_and_shown(
    stage: Stage, http: httpx.AsyncClient
) -> None:
    one = (await http.post("push/subscriptions")).json()
    other = (await http.post("push/subscriptions")).json()
    body = sealed(one["keys"], b"Bitcoin is above $70,000")
    headers = {"ttl": "60", "content-encoding": "aes128gcm", "authorization": vapid(stage)}

    taken = await http.post(one["endpoint"], content=body, headers=headers)
    foreign = await http.post(other["endpoint"], content=body, headers=headers)
    nowhere = await http.post("push/to/nobody", content=body, headers=headers)
    stage.tell("push", "gone")
    gone = await http.post(one["endpoint"], content=body, headers=headers)

    assert taken.status_code == 201
    assert taken.headers["location"].startswith(f"{stage.sandbox.address}/push/messages/")
    assert [text for _, __, text in arrived(stage, "push")] == ["Bitcoin is above $70,000"]
    assert (foreign.status_code, nowhere.status_code, gone.status_code) == (400, 404, 410)


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"ttl": ""}, 400, "TTL"),
        ({"content-encoding": "aesgcm"}, 415, "aes128gcm"),
        ({"authorization": "WebPush x"}, 403, "vapid"),
        ({"urgency": "now"}, 400, "Urgency"),
    ],
)
async def test_a_push_against_the_rules_is_refused_with_the_rule(
    stage: Stage, http: httpx.AsyncClient, changed: dict[str, str], status: int, words: str
) -> None:
    one = (await http.post("push/subscriptions")).json()
    headers = {"ttl": "60", "content-encoding": "aes128gcm", "authorization": vapid(stage)}

    answer = await http.post(one["endpoint"], content=b"x", headers=headers | changed)
    elsewhere = headers | {"authorization": vapid(stage, aud="https://push.example.org")}
    foreign = await http.post(one["endpoint"], content=b"x", headers=elsewhere)

    assert (answer.status_code, words in answer.json()["message"]) == (status, True)
    assert foreign.status_code == 403


@pytest.mark.parametrize(
    ("service", "own"),
    [
        ("sendgrid", {*sendgrid.OWN}),
        ("telegram", {*telegram.OWN}),
        ("firebase", {*firebase.OWN}),
        ("push", {*web_push.OWN}),
        ("smtp", {*smtp.AT_RECIPIENT, *smtp.AT_LETTER}),
    ],
)
def test_every_fault_that_a_stand_in_knows_can_be_chosen(service: str, own: set[str]) -> None:
    offered = set(SERVICES[service].faults)

    assert offered - set(COMMON) - set(BODIES) == own
