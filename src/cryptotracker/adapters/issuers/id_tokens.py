"""Read ID tokens of OpenID Connect: signed by a key of the issuer's, for us, now, and as asked."""

import json
import warnings
from collections.abc import Mapping, Sequence
from datetime import datetime
from hmac import compare_digest
from typing import Any, Final

from attrs import frozen
from joserfc import jws, jwt
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import ECKey, JWKRegistry, Key, OKPKey, RSAKey
from joserfc.jwt import JWTClaimsRegistry

ALGORITHMS: Final[Mapping[str, type[Key]]] = {"RS256": RSAKey, "ES256": ECKey, "EdDSA": OKPKey}
"""What we read, and the kind of key of each; neither `none` nor shared secrets are among it."""

LONGEST: Final = 16 * 1024
KEYS_MOST: Final = 50
SKEW_SECONDS: Final = 30
SUBJECT_LONGEST: Final = 255
WRONG: Final = (JoseError, ValueError, TypeError, LookupError, OverflowError, RecursionError)


@frozen(kw_only=True)
class InvalidIdTokenError(Exception):
    """A text is no ID token that holds here and now."""


@frozen(kw_only=True)
class UnknownIdKeyError(InvalidIdTokenError):
    """A token names a key that the issuer did not show when it was asked last."""


@frozen(kw_only=True)
class Expected:
    """What an ID token has to say."""

    issuer: str
    audience: str
    nonce: str
    now: datetime


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


def keys_of(said: Any) -> Sequence[Key]:
    """Read the keys that an issuer shows; those that we cannot use are left out."""
    shown = said.get("keys") if isinstance(said, dict) else None
    found = shown if isinstance(shown, list) else []
    return [key for each in found[:KEYS_MOST] if (key := key_of(each)) is not None]


def key_of(said: Any) -> Key | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", SecurityWarning)  # a key that is too short
            key = JWKRegistry.import_key(said)
    except (*WRONG, SecurityWarning):
        return None
    if not isinstance(key, tuple(ALGORITHMS.values())) or key.is_private:
        return None
    return key if said.get("use", "sig") == "sig" else None


def read(token: str, keys: Sequence[Key], expected: Expected) -> dict[str, Any]:
    """Return what a token claims, or raise InvalidIdTokenError."""
    try:
        said = verified(token, keys)
        check(said, expected)
    except WRONG as error:
        raise InvalidIdTokenError from error
    return said


def verified(token: str, keys: Sequence[Key]) -> dict[str, Any]:
    if len(token) > LONGEST:
        raise InvalidIdTokenError
    header = jws.extract_compact(token.encode("ascii")).headers()
    algorithm = header["alg"]
    key = chosen(keys, header.get("kid"), ALGORITHMS[algorithm])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)  # EdDSA has a newer name
        return jwt.decode(token, key, algorithms=[algorithm], decoder_cls=StrictDecoder).claims


def chosen(keys: Sequence[Key], name: object, kind: type[Key]) -> Key:
    """Return the key of a name; without a name there must be one of this kind only."""
    fitting = [each for each in keys if isinstance(each, kind)]
    named = [each for each in fitting if each.kid == name] if name is not None else fitting
    if len(named) != 1:
        raise UnknownIdKeyError
    return named[0]


def check(said: dict[str, Any], expected: Expected) -> None:
    must = {"essential": True}
    wanted: Any = {
        "iss": must | {"value": expected.issuer},
        "aud": must | {"value": expected.audience},
        **dict.fromkeys(("sub", "exp", "iat", "nonce"), must),
    }
    now = int(expected.now.timestamp())
    JWTClaimsRegistry(now=now, leeway=SKEW_SECONDS, **wanted).validate(said)
    several = isinstance(said["aud"], list) and len(said["aud"]) > 1
    # For whom else it is, is of no matter if it was given to us.
    if (several or "azp" in said) and said.get("azp") != expected.audience:
        raise InvalidIdTokenError
    if not compare_digest(str(said["nonce"]).encode(), expected.nonce.encode()):
        raise InvalidIdTokenError
    subject = said["sub"]
    if not subject.isascii() or not subject.isprintable() or len(subject) > SUBJECT_LONGEST:
        raise InvalidIdTokenError
