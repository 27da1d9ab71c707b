"""What holds of access tokens: ours are read as they were said, and no others are."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import pytest
from attrs import evolve
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from joserfc import jws, jwt
from joserfc.jwk import ECKey, OctKey

from cryptotracker.adapters.security.access_tokens import JoseTokens
from cryptotracker.ports.proofs import Claims, InvalidTokenError, UnknownKeyError

NOW: Final = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ISSUER: Final = "https://tracker.example.org"
OURS: Final = JoseTokens(ISSUER)
PAIR: Final = OURS.pair()
KEY: Final = ECKey.import_key(PAIR.private.reveal())
PUBLIC: Final = {PAIR.id: PAIR.public}
CLAIMS: Final = Claims(
    id=UUID(int=1),
    user_id=UUID(int=2),
    session_id=UUID(int=3),
    issued_at=NOW,
    expires_at=NOW + timedelta(minutes=5),
)
SAID: Final[dict[str, Any]] = {
    "iss": ISSUER,
    "aud": "cryptotracker-api",
    "use": "access",
    "sub": str(CLAIMS.user_id),
    "sid": str(CLAIMS.session_id),
    "jti": str(CLAIMS.id),
    "iat": int(NOW.timestamp()),
    "exp": int(NOW.timestamp()) + 300,
}


def signed(said: dict[str, Any]) -> str:
    return jwt.encode({"alg": "ES256", "kid": PAIR.id}, said, KEY)


def encoded(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def test_what_was_signed_is_read_as_it_was_said() -> None:
    token = OURS.sign(CLAIMS, PAIR.id, PAIR.private)

    assert OURS.read(token, PUBLIC, NOW) == CLAIMS
    assert OURS.read(signed(SAID), PUBLIC, NOW) == CLAIMS


def test_a_public_key_tells_nothing_of_the_private_one() -> None:
    assert set(json.loads(PAIR.public)) == {"kty", "crv", "x", "y", "use", "alg", "kid"}


def by_public_key() -> str:
    """Sign by HMAC with the text of the public key, as if it were a shared secret."""
    secret = OctKey.import_key(PAIR.public.encode())
    return jwt.encode({"alg": "HS256", "kid": PAIR.id}, SAID, secret, algorithms=["HS256"])


def unsigned() -> str:
    header = json.dumps({"alg": "none", "kid": PAIR.id})
    return f"{encoded(header)}.{encoded(json.dumps(SAID))}."


def twice() -> str:
    """Sign claims in which the user is named twice."""
    said = json.dumps(SAID)[:-1] + f', "sub": "{UUID(int=9)}"}}'
    return jws.serialize_compact({"alg": "ES256", "kid": PAIR.id}, said.encode(), KEY)


def of_another_key() -> str:
    return jwt.encode({"alg": "ES256", "kid": PAIR.id}, SAID, ECKey.generate_key("P-256"))


def changed() -> str:
    header, _, signature = signed(SAID).split(".")
    return f"{header}.{encoded(json.dumps(SAID | {'sub': str(UUID(int=9))}))}.{signature}"


def critical() -> str:
    """Sign a token that asks for what nobody knows; the library would not make it."""
    key: Any = load_pem_private_key(PAIR.private.reveal().encode(), None)
    header = json.dumps({"alg": "ES256", "kid": PAIR.id, "crit": ["x"], "x": 1})
    text = f"{encoded(header)}.{encoded(json.dumps(SAID))}"
    parts = decode_dss_signature(key.sign(text.encode(), ECDSA(SHA256())))
    signature = urlsafe_b64encode(b"".join(each.to_bytes(32) for each in parts))
    return f"{text}.{signature.decode().rstrip('=')}"


RFC_7515: Final = (
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQog"
    "Imh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
)
"""The first example of that standard: rightly signed, by HMAC and for somebody else."""

FORGED: Final[dict[str, Callable[[], str]]] = {
    "of RFC 7515": lambda: RFC_7515,
    "refresh-typed": lambda: signed(SAID | {"use": "refresh"}),
    "of no use": lambda: signed({name: each for name, each in SAID.items() if name != "use"}),
    "of a foreign issuer": lambda: signed(SAID | {"iss": "https://evil.example"}),
    "of no issuer": lambda: signed({name: each for name, each in SAID.items() if name != "iss"}),
    "for another audience": lambda: signed(SAID | {"aud": "billing"}),
    "for two audiences": lambda: signed(SAID | {"aud": ["billing", "other"]}),
    "without an end": lambda: signed({name: each for name, each in SAID.items() if name != "exp"}),
    "with an end that is text": lambda: signed(SAID | {"exp": "never"}),
    "over": lambda: signed(SAID | {"exp": int(NOW.timestamp())}),
    "not yet": lambda: signed(SAID | {"nbf": int(NOW.timestamp()) + 60}),
    "signed in the future": lambda: signed(SAID | {"iat": int(NOW.timestamp()) + 60}),
    "of no user": lambda: signed(SAID | {"sub": "admin"}),
    "of no session": lambda: signed({name: each for name, each in SAID.items() if name != "sid"}),
    "naming its user twice": twice,
    "unsigned": unsigned,
    "signed by the public key": by_public_key,
    "of another key": of_another_key,
    "changed": changed,
    "cut short": lambda: signed(SAID)[:-4],
    "critical": critical,
    "too long": lambda: signed(SAID | {"x": "y" * 2_000}),
    "no token": lambda: "a.b.c",
    "nothing": lambda: "",
    "not ASCII": lambda: signed(SAID) + "ä",
}


@pytest.mark.parametrize("forged", FORGED)
def test_a_token_that_is_not_ours_is_refused(forged: str) -> None:
    token = FORGED[forged]()

    with pytest.raises(InvalidTokenError):
        OURS.read(token, PUBLIC, NOW)


def test_a_key_that_is_not_known_is_told_apart() -> None:
    other = OURS.pair()

    with pytest.raises(UnknownKeyError):
        OURS.read(OURS.sign(CLAIMS, other.id, other.private), PUBLIC, NOW)


def test_a_token_is_over_to_the_second() -> None:
    token = OURS.sign(CLAIMS, PAIR.id, PAIR.private)
    last = CLAIMS.expires_at - timedelta(seconds=1)

    assert OURS.read(token, PUBLIC, last) == CLAIMS
    with pytest.raises(InvalidTokenError):
        OURS.read(token, PUBLIC, CLAIMS.expires_at)


def test_one_installation_takes_no_token_of_another() -> None:
    token = JoseTokens("https://other.example").sign(CLAIMS, PAIR.id, PAIR.private)

    with pytest.raises(InvalidTokenError):
        OURS.read(token, PUBLIC, NOW)


def test_times_are_whole_seconds() -> None:
    exact = evolve(CLAIMS, issued_at=NOW + timedelta(microseconds=5))

    assert OURS.read(OURS.sign(exact, PAIR.id, PAIR.private), PUBLIC, NOW) == CLAIMS
