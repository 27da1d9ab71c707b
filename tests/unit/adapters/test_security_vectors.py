"""Vectors of standards, as far as we do what they are of.

Elsewhere: what an app shows by SHA-1 (`test_one_time_codes.py`), what Telegram signs
(`contract/test_telegram.py`), passkeys (`test_passkeys.py`). Not ours are codes by SHA-256 and
SHA-512, and of eight digits, because most apps show no others than six by SHA-1; PBKDF2, because
passwords are hashed by Argon2id; and requests signed for exchanges and messages pushed to browsers,
because there are no exchanges to connect, and nothing is pushed.
"""

from datetime import UTC, datetime
from typing import Final

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from cryptotracker.adapters.issuers.openid import challenge
from cryptotracker.adapters.security.access_tokens import JoseTokens
from cryptotracker.adapters.security.one_time_codes import AppCodes
from cryptotracker.ports.proofs import InvalidTokenError

BEFORE: Final = datetime(2011, 3, 22, tzinfo=UTC)
"""The token of RFC 7515 is good until then."""

RFC_7515: Final = (
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
)
SHARED: Final = (
    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"
)


@pytest.mark.parametrize(
    ("counter", "code"),
    [(0, "755224"), (1, "287082"), (2, "359152"), (3, "969429"), (4, "338314")],
)
def test_a_code_by_counter_is_that_of_rfc_4226(counter: int, code: str) -> None:
    assert AppCodes().code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", counter) == code


def test_a_challenge_is_that_of_rfc_7636() -> None:
    found = challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")

    assert found == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_the_token_of_rfc_7515_is_rightly_signed_and_none_of_ours() -> None:
    shared = OctKey.import_key({"kty": "oct", "k": SHARED})
    said = jwt.decode(RFC_7515, shared, algorithms=["HS256"]).claims

    with pytest.raises(InvalidTokenError):
        JoseTokens("joe").read(RFC_7515, {"": str(shared.as_dict())}, BEFORE)
    assert said["iss"] == "joe"
