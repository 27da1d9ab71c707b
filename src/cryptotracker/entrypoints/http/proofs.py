"""What people send to prove who they are, as it comes over HTTP."""

from typing import Annotated

from msgspec import Meta

from cryptotracker.domain.identity.factors import FactorProof
from cryptotracker.entrypoints.http.problems import InputError

Password = Annotated[str, Meta(min_length=1, max_length=1024, examples=["a long one of my own"])]
Code = Annotated[str, Meta(pattern="^[0-9]{6}$", examples=["123456"])]
RecoveryCode = Annotated[str, Meta(min_length=16, max_length=40, examples=["3KZ8-W0QF-7H2M-XN5T"])]


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
    password: str | None, code: str | None, recovery_code: str | None
) -> FactorProof | str:
    """Return the one proof that was sent; a text is a password."""
    found = factor_proof(code, recovery_code)
    if (found is None) == (password is None):
        raise InputError(pointer="#", reason="one of password, code and recovery_code is needed")
    return found or password or ""
