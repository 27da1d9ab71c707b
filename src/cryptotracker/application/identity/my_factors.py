"""What users see of their second factors, and new recovery codes."""

import logging
from uuid import UUID

from attrs import frozen

from cryptotracker.application.identity.changing_factors import ChangeFactors
from cryptotracker.application.identity.proving import factors_on
from cryptotracker.application.identity.seeds import Seeds
from cryptotracker.application.identity.totp import drop_totp
from cryptotracker.domain.identity.errors import FactorConflictError
from cryptotracker.domain.identity.factors import FactorsOn
from cryptotracker.ports.persistence import Database, Databases

log = logging.getLogger(__name__)


@frozen(kw_only=True)
class MyFactors:
    """The factors that are on, and how many recovery codes were not used yet."""

    on: FactorsOn
    codes_left: int


@frozen
class ShowFactors:
    databases: Databases

    async def __call__(self, user_id: UUID) -> MyFactors:
        async with self.databases.of(user_id).snapshot() as work:
            return MyFactors(
                on=await factors_on(work, user_id),
                codes_left=await work.people.factors.recovery_codes.left(user_id),
            )


@frozen
class NewRecoveryCodes:
    """Make recovery codes anew; those that there were are good no more."""

    databases: Databases
    change: ChangeFactors

    async def __call__(self, user_id: UUID, session_id: UUID | None) -> list[str]:
        async with self.databases.of(user_id).transaction() as work:
            user = await work.people.users.get(user_id)
            if not await factors_on(work, user_id):
                raise FactorConflictError(reason="there is no second factor to recover from")
            codes = await self.change.new_codes(work, user_id)
            await self.change.changed(work, user, "recovery_codes_renewed", but=session_id)
        self.change.kept()
        return codes


@frozen
class ResetFactors:
    """Take all second factors from a user who has lost them, and end their sessions.

    Whoever runs the service sees to it that it is the user who asks.
    """

    everybody: Database
    seeds: Seeds
    change: ChangeFactors

    async def __call__(self, email: str) -> None:
        async with self.everybody.transaction() as work:
            user = await work.people.users.get(email)
            await drop_totp(work, user.id, self.seeds)
            for each in await work.people.factors.passkeys.of(user.id):
                await work.people.factors.passkeys.remove(user.id, each.id)
            await work.people.factors.recovery_codes.replace(user.id, ())
            await self.change.changed(work, user, "factors_reset", but=None)
        self.change.kept()
        log.warning("all second factors of a user were taken away", extra={"user": str(user.id)})
