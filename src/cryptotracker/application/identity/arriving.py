"""Let somebody in whom somebody else vouches for; make them a user where the rules allow it."""

from attrs import frozen

from cryptotracker.application.identity.admitting import Admit, Ticket
from cryptotracker.application.identity.auditing import note
from cryptotracker.application.identity.entering import Caller, SignedIn
from cryptotracker.application.identity.joining import (
    Join,
    Newcomer,
    anybody,
    found,
    good_invitation,
)
from cryptotracker.application.identity.single import SingleUser
from cryptotracker.domain.errors import InvalidValueError
from cryptotracker.domain.identity.errors import EmailTakenError, RegistrationClosedError
from cryptotracker.domain.identity.identities import Identity
from cryptotracker.domain.identity.identity_errors import (
    AddressNeededError,
    IdentityTakenError,
    IdentityUnlinkedError,
)
from cryptotracker.domain.identity.users import NAME_LONGEST, User, check_name
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.issuers import Vouched
from cryptotracker.ports.persistence import Database, UnitOfWork


@frozen(kw_only=True)
class Arrive:
    """Sign in by an identity.

    An address tells nobody apart: whoever has an account links an identity to it themselves.
    Somebody new needs what everybody needs to register, and an address that is known to be
    theirs: that of their invitation, or one that the issuer vouches for.

    Attributes:
        registering: `open` to whoever reads the mail of an address, or to those `invited`.
    """

    everybody: Database
    join: Join
    single: SingleUser
    admit: Admit
    clock: Clock
    registering: str

    async def __call__(
        self, vouched: Vouched, caller: Caller, invitation: bytes | None = None
    ) -> SignedIn | Ticket:
        try:
            async with self.everybody.transaction() as work:
                user = await self._known(work, vouched)
                user = user or await self._joined(work, vouched, invitation)
        except (EmailTakenError, IdentityTakenError) as error:  # somebody was faster
            raise IdentityUnlinkedError(issuer=vouched.issuer) from error
        self.single.forget()
        return await self.admit(user, caller)

    async def _known(self, work: UnitOfWork, vouched: Vouched) -> User | None:
        identity = await work.people.identities.get(vouched.issuer, vouched.subject)
        if identity is None:
            return None
        await work.people.identities.save(identity.used(self.clock.now()))
        return await work.people.users.get(identity.user_id)

    async def _joined(self, work: UnitOfWork, vouched: Vouched, invitation: bytes | None) -> User:
        email = (
            await self._invited(work, invitation)
            if invitation is not None
            else await self._admitted(work, vouched)
        )
        if await found(work, email) is not None:
            raise IdentityUnlinkedError(issuer=vouched.issuer)
        new = Newcomer(email=email, name=name_of(vouched, email), password=None)
        user = await self.join(work, new)
        await work.people.identities.add(identity_of(vouched, user, self.clock))
        await note_linked(work, user, vouched, self.clock)
        return user

    async def _invited(self, work: UnitOfWork, invitation: bytes) -> str:
        """Use an invitation up; the address it went to is known to be theirs."""
        now = self.clock.now()
        token = await good_invitation(work, invitation, now)
        await work.people.one_time.save(token.used(now))
        return token.email

    async def _admitted(self, work: UnitOfWork, vouched: Vouched) -> str:
        """Return the address of somebody who may register without an invitation."""
        email = vouched.email
        if email is not None and await found(work, email) is not None:
            raise IdentityUnlinkedError(issuer=vouched.issuer)
        # The first one is made by whoever runs the place.
        if self.registering != "open" or not await anybody(work):
            raise RegistrationClosedError
        if email is None:
            raise AddressNeededError(issuer=vouched.issuer)
        return email


async def note_linked(work: UnitOfWork, user: User, vouched: Vouched, clock: Clock) -> None:
    facts = {"issuer": vouched.issuer, "label": vouched.label}
    await note(work, user.id, "identity_linked", clock.now(), **facts)


def identity_of(vouched: Vouched, user: User, clock: Clock) -> Identity:
    now = clock.now()
    return Identity(
        id=clock.new_id(),
        user_id=user.id,
        issuer=vouched.issuer,
        subject=vouched.subject,
        label=vouched.label,
        linked_at=now,
        used_at=now,
    )


def name_of(vouched: Vouched, email: str) -> str:
    """Return a name that will do, of whatever an issuer calls somebody."""
    name = vouched.name[:NAME_LONGEST].strip()
    try:
        check_name(name)
    except InvalidValueError:
        return email.partition("@")[0]
    return name
