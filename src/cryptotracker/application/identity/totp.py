"""Set up an app that shows codes, and put it away again."""

from functools import partial
from uuid import UUID

from attrs import field, frozen

from cryptotracker.application.identity.changing_factors import ChangeFactors
from cryptotracker.application.identity.proving import factors_on
from cryptotracker.application.identity.seeds import Seeds
from cryptotracker.domain.identity.errors import FactorConflictError, WrongCodeError
from cryptotracker.domain.identity.totp import Totp
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.factors import OneTimeCodes
from cryptotracker.ports.persistence import Databases, UnitOfWork


@frozen(kw_only=True)
class Setup:
    """What an app has to be given: as text, as an address, and as a picture of that."""

    seed: str = field(repr=False)
    uri: str = field(repr=False)
    picture: str = field(repr=False)


@frozen(kw_only=True)
class SetUpTotp:
    """Give a user a seed for their app; nothing asks for its codes until they have shown one."""

    databases: Databases
    seeds: Seeds
    codes: OneTimeCodes
    clock: Clock

    async def __call__(self, user_id: UUID) -> Setup:
        seed = self.codes.seed()
        async with self.databases.of(user_id).transaction() as work:
            user = await work.people.users.get(user_id)
            before = await work.people.factors.totps.get(user_id)
            if before is not None and before.is_on:
                raise FactorConflictError(reason="an app is set up; put it away first")
            totp = Totp(id=self.clock.new_id(), user_id=user_id, made_at=self.clock.now())
            if before is not None:
                await self.seeds.forget(work, before)
            await work.people.factors.totps.save(totp)
            await self.seeds.keep(work, totp, seed)
        uri = self.codes.uri(seed, user.email)
        return Setup(seed=seed, uri=uri, picture=self.codes.picture(uri))


@frozen(kw_only=True)
class SwitchOnTotp:
    """Ask for codes of an app from now on: its user has shown one. Return new recovery codes."""

    databases: Databases
    seeds: Seeds
    codes: OneTimeCodes
    change: ChangeFactors
    clock: Clock

    async def __call__(self, user_id: UUID, session_id: UUID | None, code: str) -> list[str]:
        now = self.clock.now()
        async with self.databases.of(user_id).transaction() as work:
            user = await work.people.users.get(user_id)
            totp = await work.people.factors.totps.get(user_id)
            if totp is None or not totp.waits(now):
                raise FactorConflictError(reason="no app waits for its first code; begin again")
            seed = await self.seeds.read(work, totp)
            shown = totp.showing(code, partial(self.codes.code, seed), now)
            if shown is None:
                raise WrongCodeError
            await work.people.factors.totps.save(shown.switched_on(now))
            codes = await self.change.new_codes(work, user_id)
            await self.change.changed(work, user, "app_switched_on", but=session_id)
        self.change.kept()
        return codes


@frozen(kw_only=True)
class SwitchOffTotp:
    """Ask for no codes of an app any more, and forget its seed; there need be none."""

    databases: Databases
    seeds: Seeds
    change: ChangeFactors

    async def __call__(self, user_id: UUID, session_id: UUID | None) -> None:
        async with self.databases.of(user_id).transaction() as work:
            user = await work.people.users.get(user_id)
            was_on = (await factors_on(work, user_id)).totp is not None
            await drop_totp(work, user_id, self.seeds)
            if was_on:
                await self.change.drop_codes(work, user_id)
                await self.change.changed(work, user, "app_switched_off", but=session_id)
        if was_on:
            self.change.kept()


async def drop_totp(work: UnitOfWork, user_id: UUID, seeds: Seeds) -> None:
    """Forget the app of a user, and its seed; there need be none."""
    totp = await work.people.factors.totps.get(user_id)
    if totp is not None:
        await work.people.factors.totps.remove(user_id)
        await seeds.forget(work, totp)
