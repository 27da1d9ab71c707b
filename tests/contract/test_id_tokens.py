"""What an issuer of OpenID Connect signs holds in every point, or it does not hold."""

import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

import pytest
from joserfc import jws, jwt
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey

from cryptotracker.domain.identity.identity_errors import (
    IssuerRefusedError,
    IssuerUnavailableError,
)
from tests.contract.issuers import Case, opened
from tests.issuing import ADA, CLIENT_ID, KEY


@pytest.fixture
async def acme() -> AsyncIterator[Case]:
    async with opened("openid") as found:
        yield found


def signed(said: dict[str, Any], **header: object) -> str:
    return jwt.encode({"alg": "RS256", "kid": "first"} | header, said, KEY)


def part(of: bytes) -> str:
    return urlsafe_b64encode(of).decode().rstrip("=")


def unsigned(said: dict[str, Any]) -> str:
    parts = ({"alg": "none"}, said)
    return ".".join([*(part(json.dumps(each).encode()) for each in parts), ""])


def by_a_shared_secret(said: dict[str, Any]) -> str:
    """Sign by what everybody knows, the public key, as if it were a secret."""
    head = part(json.dumps({"alg": "HS256", "kid": "first"}).encode())
    text = f"{head}.{part(json.dumps(said).encode())}"
    made = hmac.digest(KEY.as_pem(private=False), text.encode(), sha256)
    return f"{text}.{part(made)}"


def by_a_stranger(said: dict[str, Any]) -> str:
    stranger = RSAKey.generate_key(2048, {"kid": "first"})
    return jwt.encode({"alg": "RS256", "kid": "first"}, said, stranger)


def turned(said: dict[str, Any]) -> str:
    head, _, signature = signed(said).split(".")
    return f"{head}.{signed(said | {'sub': '1'}).split('.')[1]}.{signature}"


def twice(said: dict[str, Any]) -> str:
    body = json.dumps(said)[:-1] + ', "sub": "1"}'
    return jws.serialize_compact({"alg": "RS256", "kid": "first"}, body, KEY)


SIGNATURES: Final[dict[str, Callable[[dict[str, Any]], str]]] = {
    "none": unsigned,
    "a shared secret": by_a_shared_secret,
    "a stranger": by_a_stranger,
    "an unknown key": lambda said: signed(said, kid="second"),
    "of something else": turned,
    "that says a thing twice": twice,
    "no token": lambda _: "no token",
    "longer than any": lambda said: signed(said | {"x": "x" * 20_000}),
    "not ASCII": lambda _: "ä.ä.ä",
}


@pytest.mark.parametrize("signature", SIGNATURES)
async def test_what_the_issuer_did_not_sign_does_not_hold(acme: Case, signature: str) -> None:
    acme.there.sign = SIGNATURES[signature]

    with pytest.raises(IssuerRefusedError):
        await acme.vouched()


NOW: Final = int(time.time())
LIES: Final[dict[str, dict[str, Any]]] = {
    "another issuer": {"iss": "https://evil.example.org"},
    "no issuer": {"iss": None},
    "another audience": {"aud": "somebody else"},
    "no audience": {"aud": None},
    "several, not given to us": {"aud": [CLIENT_ID, "somebody else"]},
    "given to somebody else": {"azp": "somebody else"},
    "another nonce": {"nonce": "another nonce"},
    "no nonce": {"nonce": None},
    "a nonce that is no text": {"nonce": ["the nonce"]},
    "over": {"exp": NOW - 60},
    "without end": {"exp": None},
    "an end that is no number": {"exp": "tomorrow"},
    "of tomorrow": {"iat": NOW + 86_400},
    "not yet": {"nbf": NOW + 86_400},
    "no subject": {"sub": None},
    "a number as subject": {"sub": 4711},
    "an empty subject": {"sub": ""},
    "a long subject": {"sub": "x" * 256},
    "a subject of two lines": {"sub": "4711\n"},
}


@pytest.mark.parametrize("lie", LIES)
async def test_a_token_that_says_otherwise_does_not_hold(acme: Case, lie: str) -> None:
    acme.there.claims = LIES[lie]

    with pytest.raises(IssuerRefusedError):
        await acme.vouched()


@pytest.mark.parametrize(
    "said",
    [{"email_verified": False}, {"email_verified": None}, {"email": "ada\n@x"}, {"email": 1}],
)
async def test_an_address_that_is_not_verified_is_none(acme: Case, said: dict[str, Any]) -> None:
    acme.there.claims = said

    assert (await acme.vouched()).email is None


async def test_when_somebody_proved_it_is_told(acme: Case) -> None:
    acme.there.claims = {"auth_time": 1_700_000_000}

    assert (await acme.vouched()).proved_at == datetime.fromtimestamp(1_700_000_000, UTC)


ALGORITHMS: Final[dict[str, Key]] = {
    "RS256": KEY,
    "ES256": ECKey.generate_key("P-256", {"kid": "second"}),
    "EdDSA": OKPKey.generate_key("Ed25519", {"kid": "second"}),
}


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
async def test_it_signs_in_one_of_three_ways(acme: Case, algorithm: str) -> None:
    key = ALGORITHMS[algorithm]
    acme.there.keys = [KEY, key] if key is not KEY else [key]
    header = {"alg": algorithm, "kid": key.kid}
    acme.there.sign = lambda said: jwt.encode(header, said, key, algorithms=[algorithm])

    assert (await acme.vouched()).subject == "4711"


async def test_a_key_need_not_have_a_name_if_there_is_one_only(acme: Case) -> None:
    acme.there.sign = lambda said: jwt.encode({"alg": "RS256"}, said, KEY)
    alone = (await acme.vouched()).subject
    acme.there.keys = [KEY, RSAKey.generate_key(2048, {"kid": "second"})]
    acme.clock.today += timedelta(hours=1)

    with pytest.raises(IssuerRefusedError):
        await acme.vouched()
    assert alone == "4711"


async def test_keys_follow_each_other_and_are_not_asked_for_at_every_turn(acme: Case) -> None:
    await acme.vouched()
    await acme.vouched()
    assert acme.there.times("/keys") == acme.there.times("/.well-known/openid-configuration") == 1

    acme.there.keys = [RSAKey.generate_key(2048, {"kid": "second"})]
    for _ in range(2):  # whoever shows tokens of keys that nobody knows makes us ask no more often
        with pytest.raises(IssuerRefusedError):
            await acme.vouched()
    asked_meanwhile = acme.there.times("/keys")
    acme.clock.today += timedelta(minutes=1)

    assert (await acme.vouched()).subject == "4711"
    assert (asked_meanwhile, acme.there.times("/keys")) == (1, 2)


@pytest.mark.filterwarnings("ignore:Key size should be")
async def test_keys_that_are_not_for_this_are_left_out(acme: Case) -> None:
    short = RSAKey.generate_key(1024, {"kid": "short"}, auto_kid=False)
    sealing = RSAKey.generate_key(2048, {"kid": "sealing", "use": "enc"})
    acme.there.keys = [short, sealing]
    acme.there.sign = lambda said: jwt.encode({"alg": "RS256", "kid": "short"}, said, short)

    with pytest.raises(IssuerUnavailableError):
        await acme.vouched()


async def test_what_is_not_in_the_token_is_asked_for(acme: Case) -> None:
    acme.there.claims = {"email": None, "email_verified": None}
    acme.there.userinfo = ADA | {"email": "ada@elsewhere.org"}
    found = (await acme.vouched()).email
    acme.there.userinfo = ADA | {"sub": "somebody else"}

    with pytest.raises(IssuerRefusedError):
        await acme.vouched()
    assert found == "ada@elsewhere.org"
