"""Register: by invitation or, where that is open, by anybody who reads the mail of an address."""

from attrs import field, frozen

from cryptotracker.application.identity.choosing import ChoosePassword
from cryptotracker.application.identity.joining import Join, Newcomer, anybody, found
from cryptotracker.application.identity.letters import Letters
from cryptotracker.application.identity.minting import digest_of, mint
from cryptotracker.application.identity.patience import Patience
from cryptotracker.application.identity.single import SingleUser
from cryptotracker.domain.identity.errors import LinkUnusableError, RegistrationClosedError
from cryptotracker.domain.identity.one_time import INVITE, LIFETIMES, VERIFY, OneTimeToken
from cryptotracker.domain.identity.users import check_email, check_name, key_of
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.mail import Letter, Outbox
from cryptotracker.ports.persistence import Database, UnitOfWork


@frozen(kw_only=True)
class Registration:
    """What somebody says of themselves; `invitation` is what they were sent, if anything."""

    email: str
    name: str
    password: str = field(repr=False)
    invitation: str | None = field(default=None, repr=False)


@frozen(kw_only=True)
class Register:
    """Take a registration on.

    It answers the same whether there is a user of the address or not; only a letter to the
    address itself says which. Whoever was invited has proved by that that the address is theirs.

    Attributes:
        registering: `open` to whoever reads the mail of an address, or to those `invited`.
    """

    everybody: Database
    patience: Patience
    choose: ChoosePassword
    join: Join
    single: SingleUser
    outbox: Outbox
    letters: Letters
    clock: Clock
    registering: str

    async def __call__(self, wanted: Registration, address: str) -> None:
        check_email(wanted.email)
        check_name(wanted.name)
        self.choose.check(wanted.password, wanted.email)
        await self.patience.count(address=address)
        await self._admit(wanted)
        may_write = await self.patience.may_write(wanted.email)
        new = Newcomer(
            email=wanted.email,
            name=wanted.name,
            password=await self.choose(wanted.password, wanted.email),
        )
        async with self.everybody.transaction() as work:
            letter = await self._take(work, new, wanted.invitation)
            if letter is not None:
                await self.outbox.post(work, letter if may_write else None)
        self.single.forget()

    async def _admit(self, wanted: Registration) -> None:
        """Refuse whom nobody let in; that says nothing of who is here."""
        async with self.everybody.snapshot() as work:
            if wanted.invitation is not None:
                token = await work.people.one_time.get(digest_of(wanted.invitation))
                if token is None or not invites(token, wanted.email, self.clock):
                    raise RegistrationClosedError
                return
            known = await anybody(work)
        if known and self.registering == "open":
            return
        if known or not await self.single():  # the first one is made by whoever runs it
            raise RegistrationClosedError

    async def _take(self, work: UnitOfWork, new: Newcomer, invitation: str | None) -> Letter | None:
        if await found(work, new.email) is not None:
            return self.letters.known(new.email)
        if invitation is not None:
            token = await work.people.one_time.get(digest_of(invitation))
            if token is None or not invites(token, new.email, self.clock):
                raise RegistrationClosedError  # somebody was faster
            await work.people.one_time.save(token.used(self.clock.now()))
            await self.join(work, new)
            return None
        if not await anybody(work):
            await self.join(work, new)
            return None
        minted = mint()
        await work.people.one_time.add(
            OneTimeToken(
                digest=minted.digest,
                kind=VERIFY,
                email=new.email,
                expires_at=self.clock.now() + LIFETIMES[VERIFY],
                name=new.name,
                password=new.password or "",
            )
        )
        return self.letters.verify(new.email, minted.text)


@frozen
class Invite:
    """Let somebody register by an address; return the link that they are sent."""

    everybody: Database
    outbox: Outbox
    letters: Letters
    clock: Clock

    async def __call__(self, email: str) -> str:
        check_email(email)
        minted = mint()
        token = OneTimeToken(
            digest=minted.digest,
            kind=INVITE,
            email=email,
            expires_at=self.clock.now() + LIFETIMES[INVITE],
        )
        async with self.everybody.transaction() as work:
            await work.people.one_time.add(token)
            await self.outbox.post(work, self.letters.invitation(email, minted.text))
        return self.letters.invitation_link(minted.text)


def invites(token: OneTimeToken, email: str, clock: Clock) -> bool:
    return token.is_good(INVITE, clock.now()) and key_of(token.email) == key_of(email)


async def good(work: UnitOfWork, text: str, kinds: tuple[str, ...], clock: Clock) -> OneTimeToken:
    """Return what was sent by its text, or raise LinkUnusableError."""
    token = await work.people.one_time.get(digest_of(text))
    now = clock.now()
    if token is None or not any(token.is_good(kind, now) for kind in kinds):
        raise LinkUnusableError
    return token
