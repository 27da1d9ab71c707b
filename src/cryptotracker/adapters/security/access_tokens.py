"""Access tokens as JSON Web Tokens, signed by ES256 and by nothing else."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID, uuid4

from attrs import frozen
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from joserfc.jwt import JWTClaimsRegistry

from cryptotracker.ports.proofs import (
    ACCESS,
    AccessTokens,
    Claims,
    InvalidTokenError,
    KeyPair,
    UnknownKeyError,
)
from cryptotracker.ports.secrets import Secret

ALGORITHMS: Final = ("ES256",)
AUDIENCE: Final = "cryptotracker-api"
LONGEST: Final = 2_000
WRONG: Final = (JoseError, ValueError, TypeError, LookupError, OverflowError)
SKEW_SECONDS: Final = 5
"""So far the clocks of machines that sign and read may be apart."""


class StrictDecoder(json.JSONDecoder):
    """Refuses an object in which a name comes twice: two readers might take different ones."""

    def __init__(self) -> None:
        super().__init__(object_pairs_hook=unique)


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        message = "a name comes twice"
        raise ValueError(message)
    return found


@frozen
class JoseTokens(AccessTokens):
    """Tokens of one issuer."""

    _issuer: str

    def pair(self) -> KeyPair:
        name = str(uuid4())
        key = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256", "kid": name})
        public = json.dumps(key.as_dict(private=False), sort_keys=True)
        private = Secret(key.as_pem(private=True).decode())
        return KeyPair(id=name, public=public, private=private)

    def sign(self, claims: Claims, key_id: str, private: Secret) -> str:
        said = {
            "iss": self._issuer,
            "aud": AUDIENCE,
            "use": claims.use,
            "sub": str(claims.user_id),
            "sid": str(claims.session_id),
            "jti": str(claims.id),
            "iat": int(claims.issued_at.timestamp()),
            "exp": int(claims.expires_at.timestamp()),
        }
        header = {"alg": "ES256", "kid": key_id}
        return jwt.encode(header, said, key_of(private), algorithms=ALGORITHMS)

    def read(
        self, token: str, public: Mapping[str, str], now: datetime, use: str = ACCESS
    ) -> Claims:
        if len(token) > LONGEST:
            raise InvalidTokenError
        try:
            key = public.get(named(token))
            if key is None:
                raise UnknownKeyError
            said = verified(token, key)
            self._validate(said, now, use)
            return claims_of(said)
        except WRONG as error:
            raise InvalidTokenError from error

    def _validate(self, said: dict[str, Any], now: datetime, use: str) -> None:
        must = {"essential": True}
        wanted: Any = {
            "iss": must | {"value": self._issuer},
            "aud": must | {"value": AUDIENCE},
            "use": must | {"value": use},
            **dict.fromkeys(("sub", "sid", "jti", "exp", "iat"), must),
        }
        seconds = int(now.timestamp())
        JWTClaimsRegistry(now=seconds, leeway=0, **wanted).validate({**said, "iat": 0})
        if not 0 <= said["iat"] <= seconds + SKEW_SECONDS:
            message = "it was signed in the future"
            raise ValueError(message)


@lru_cache(maxsize=16)
def key_of(private: Secret) -> ECKey:
    return ECKey.import_key(private.reveal())


def named(token: str) -> str:
    """Read which key a token says it was signed with; nothing of it is believed yet."""
    found: str = jws.extract_compact(token.encode("ascii")).headers()["kid"]
    return found


@lru_cache(maxsize=4096)
def verified(token: str, public: str) -> dict[str, Any]:
    """Check a signature, once for each token: that takes longer than anything else of a request."""
    key = ECKey.import_key(json.loads(public))
    return jwt.decode(token, key, algorithms=ALGORITHMS, decoder_cls=StrictDecoder).claims


def claims_of(said: Mapping[str, Any]) -> Claims:
    return Claims(
        id=UUID(said["jti"]),
        user_id=UUID(said["sub"]),
        session_id=UUID(said["sid"]),
        issued_at=datetime.fromtimestamp(said["iat"], UTC),
        expires_at=datetime.fromtimestamp(said["exp"], UTC),
        use=said["use"],
    )
