"""Keep the seeds of apps that show codes so that a copy of the database shows none."""

from typing import Final

from attrs import evolve, frozen

from cryptotracker.domain.identity.totp import Totp
from cryptotracker.ports.proofs import KeySealer

PLACE: Final = "totp seed"


@frozen
class Seeds:
    """Seals seeds, and opens them where codes are looked at."""

    sealer: KeySealer

    def keep(self, totp: Totp, seed: str) -> Totp:
        return evolve(totp, sealed=self.sealer.seal(seed.encode(), *place(totp)))

    def read(self, totp: Totp) -> str:
        return self.sealer.open(totp.sealed, *place(totp)).decode()


def place(totp: Totp) -> tuple[str, ...]:
    return (PLACE, str(totp.user_id), str(totp.id))
