"""A password that somebody chooses: whether it will do, and what we keep of it."""

from collections.abc import Container

from attrs import frozen

from cryptotracker.domain.identity.passwords import check_password
from cryptotracker.ports.proofs import Passwords


@frozen
class ChoosePassword:
    """Refuse a password that is guessed first; hash one that will do."""

    passwords: Passwords
    common: Container[str]
    leaked: Container[str] = ()

    def check(self, password: str, email: str) -> None:
        check_password(password, email, self.common, self.leaked)

    async def __call__(self, password: str, email: str) -> str:
        self.check(password, email)
        return await self.passwords.hashed(password)
