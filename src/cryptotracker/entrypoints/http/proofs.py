"""What people send to prove who they are, as it comes over HTTP."""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field, to_builtins

from cryptotracker.domain.identity.factors import FactorProof
from cryptotracker.entrypoints.http.problems import InputError
from cryptotracker.ports.factors import Answer

Password = Annotated[str, Meta(min_length=1, max_length=1024, examples=["a long one of my own"])]
Code = Annotated[str, Meta(pattern=r"^[0-9]{6}$(?!\n)", examples=["123456"])]
RecoveryCode = Annotated[
    str, Meta(min_length=24, max_length=60, examples=["3KZ8-W0QF-7H2M-XN5T-9DRC-1VPA"])
]

Encoded = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]+={0,2}$(?!\n)", max_length=20_000)]
"""Base64url. A browser sends more than these names; what we do not read is let be."""


class Credential(Struct, frozen=True, kw_only=True, rename="camel"):
    """What a browser says of a passkey, as its `toJSON` gives it."""

    id: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]+$(?!\n)", max_length=1400)]
    raw_id: Encoded
    type: Literal["public-key"]


class Attested(Struct, frozen=True, kw_only=True):
    client_data_json: Encoded = field(name="clientDataJSON")
    attestation_object: Encoded = field(name="attestationObject")


class Attestation(Credential, frozen=True, kw_only=True, rename="camel"):
    """A passkey that was made."""

    response: Attested


class Asserted(Struct, frozen=True, kw_only=True):
    client_data_json: Encoded = field(name="clientDataJSON")
    authenticator_data: Encoded = field(name="authenticatorData")
    signature: Encoded
    user_handle: Encoded = field(name="userHandle")


class Assertion(Credential, frozen=True, kw_only=True, rename="camel"):
    """A passkey that was used."""

    response: Asserted


def factor_proof(code: str | None, recovery_code: str | None) -> FactorProof | None:
    """Return the second factor that was sent, None if none was."""
    if code is not None and recovery_code is not None:
        raise InputError(pointer="#/recovery_code", reason="is one too many: there is a code")
    if recovery_code is not None:
        return FactorProof(text=recovery_code, recovers=True)
    return None if code is None else FactorProof(text=code)


def needed_factor(code: str | None, recovery_code: str | None) -> FactorProof:
    found = factor_proof(code, recovery_code)
    if found is None:
        raise InputError(pointer="#/code", reason="is required, or a recovery_code")
    return found


def needed_proof(
    password: str | None,
    code: str | None,
    recovery_code: str | None,
    passkey: Assertion | None,
) -> FactorProof | Answer | str:
    """Return the one proof that was sent; a text is a password."""
    answer = None if passkey is None else answer_of(passkey)
    given = (password, factor_proof(code, recovery_code), answer)
    found = [each for each in given if each is not None]
    if len(found) != 1:
        raise InputError(pointer="#", reason="one proof is needed, and no more than one")
    return found[0]


def answer_of(credential: Credential) -> Answer:
    return Answer(credential=credential.id, document=to_builtins(credential))
