"""The composition root of people: which adapter proves, signs and writes letters for them.

It is loaded by name, by those who need it: hashing and signing take long to load.
"""

from collections.abc import AsyncIterator, Container
from contextlib import asynccontextmanager

from attrs import frozen

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.security.access_tokens import JoseTokens
from cryptotracker.adapters.security.argon2 import Argon2Passwords
from cryptotracker.adapters.security.common_passwords import common_passwords
from cryptotracker.adapters.security.leaked_passwords import LeakedPasswords
from cryptotracker.adapters.security.one_time_codes import AppCodes
from cryptotracker.adapters.security.passkeys import WebAuthn
from cryptotracker.application.identity.access_keys import AccessKeys
from cryptotracker.application.identity.choosing import ChoosePassword
from cryptotracker.application.identity.entering import Refresh
from cryptotracker.application.identity.joining import CreateUser, Join
from cryptotracker.application.identity.leaving import AskDeletion
from cryptotracker.application.identity.letters import Letters
from cryptotracker.application.identity.my_sessions import (
    ListSessions,
    NameSession,
    RevokeOthers,
    RevokeSession,
)
from cryptotracker.application.identity.myself import (
    ChangeEmail,
    ChangePassword,
    RenameUser,
    ShowUser,
)
from cryptotracker.application.identity.outbox import Unsent
from cryptotracker.application.identity.patience import Patience
from cryptotracker.application.identity.proving import ProveFactor
from cryptotracker.application.identity.recover import Recover, Reset
from cryptotracker.application.identity.register import Invite, Register
from cryptotracker.application.identity.seeds import Seeds
from cryptotracker.application.identity.sign_in import SignIn, SignOut
from cryptotracker.application.identity.single import SingleUser
from cryptotracker.application.identity.standing import Standings
from cryptotracker.application.identity.step_up import StepUp
from cryptotracker.application.identity.stream_tickets import StreamTickets
from cryptotracker.application.identity.users import (
    ChangeRole,
    DisableUser,
    EnableUser,
    ListUsers,
    SessionsOf,
)
from cryptotracker.application.identity.verify import Verify
from cryptotracker.entrypoints.bootstrap import open_installation
from cryptotracker.entrypoints.deputies import log, programs
from cryptotracker.entrypoints.elsewhere import Vouching
from cryptotracker.entrypoints.elsewhere_assembly import elsewhere, open_vouching
from cryptotracker.entrypoints.keys import open_rings, rings_of_server
from cryptotracker.entrypoints.mailing import outbox as sealed_outbox
from cryptotracker.entrypoints.people import Administration, Myself, MySessions, People
from cryptotracker.entrypoints.people_factors import factors
from cryptotracker.entrypoints.people_means import Means
from cryptotracker.entrypoints.served import of_passkeys, site
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.entrypoints.sharing import Sharing
from cryptotracker.entrypoints.tracker import Installation
from cryptotracker.ports.mail import Outbox


@frozen
class Here:
    """What links begin with, and who takes letters on."""

    site: str
    outbox: Outbox


@asynccontextmanager
async def open_people(
    settings: Settings,
    opened: Installation,
    *,
    outbox: Outbox | None = None,
    address: str | None = None,
) -> AsyncIterator[People]:
    """Open what people need. Who has a public address has to know who comes.

    The address is where the server listens, if it is one that opens this.
    """
    async with open_vouching(settings) as vouching:
        here = Here(settings.public_url or address or site(settings), outbox or sealed_outbox())
        yield people(means(settings, opened, here, vouching))


@asynccontextmanager
async def open_alone(settings: Settings) -> AsyncIterator[People]:
    """Open what people need for one command, which prints what is to be passed on by itself."""
    prints = settings.prints_letters
    async with open_installation(settings) as opened:
        if not prints:  # a letter is sealed by a key that the first start makes
            await open_rings(settings, rings_of_server(settings))
        outbox = Unsent() if prints else None
        async with open_people(settings, opened, outbox=outbox) as found:
            yield found


def means(settings: Settings, opened: Installation, here: Here, vouching: Vouching) -> Means:
    everybody, clock, passwords = opened.databases.of_everybody(), SystemClock(), Argon2Passwords()
    tokens = JoseTokens(settings.public_url or "cryptotracker")
    codes, seeds = AppCodes(), Seeds(opened.front)
    return Means(
        databases=opened.databases,
        everybody=everybody,
        clock=clock,
        passwords=passwords,
        keys=AccessKeys(everybody, tokens, opened.front, clock),
        codes=codes,
        seeds=seeds,
        prove=ProveFactor(seeds, codes, clock),
        authenticators=WebAuthn(of_passkeys(here.site)),
        standings=Standings(everybody, clock),
        single=SingleUser(everybody, clock, settings.public_url is not None),
        patience=Patience(everybody, clock),
        choose=ChoosePassword(passwords, common_passwords(), leaked(settings)),
        join=Join(clock),
        outbox=here.outbox,
        letters=Letters(here.site),
        registering=settings.registration,
        vouching=vouching,
    )


def leaked(settings: Settings) -> Container[str]:
    path = settings.leaked_passwords_file
    return () if path is None else LeakedPasswords(path)


def people(given: Means) -> People:
    everybody, patience, clock = given.everybody, given.patience, given.clock
    return People(
        single=given.single,
        keys=given.keys,
        standings=given.standings,
        stream_tickets=StreamTickets(everybody, given.keys, given.standings),
        choose=given.choose,
        register=Register(
            everybody=everybody,
            patience=patience,
            choose=given.choose,
            join=given.join,
            single=given.single,
            outbox=given.outbox,
            letters=given.letters,
            clock=clock,
            registering=given.registering,
        ),
        verify=verify(given),
        sign_in=SignIn(everybody, patience, given.passwords, given.admit, given.refused),
        refresh=Refresh(everybody, given.keys, given.standings, clock),
        sign_out=SignOut(everybody, given.standings, clock),
        recover=recover(given),
        reset=reset(given),
        myself=myself(given),
        programs=programs(given.databases, given.standings, clock),
        factors=factors(given),
        administration=administration(given),
        elsewhere=elsewhere(given),
        log=log(given.databases),
        ask_deletion=ask_deletion(given),
        sharing=sharing(given),
    )


def verify(given: Means) -> Verify:
    return Verify(
        everybody=given.everybody,
        patience=given.patience,
        join=given.join,
        single=given.single,
        standings=given.standings,
        clock=given.clock,
    )


def sharing(given: Means) -> Sharing:
    return Sharing.of(
        databases=given.databases,
        patience=given.patience,
        passwords=given.passwords,
        outbox=given.outbox,
        letters=given.letters,
        clock=given.clock,
    )


def ask_deletion(given: Means) -> AskDeletion:
    return AskDeletion(
        everybody=given.everybody,
        standings=given.standings,
        outbox=given.outbox,
        letters=given.letters,
        clock=given.clock,
    )


def recover(given: Means) -> Recover:
    return Recover(
        everybody=given.everybody,
        patience=given.patience,
        outbox=given.outbox,
        letters=given.letters,
        clock=given.clock,
    )


def reset(given: Means) -> Reset:
    return Reset(
        everybody=given.everybody,
        patience=given.patience,
        choose=given.choose,
        prove=given.prove,
        standings=given.standings,
        outbox=given.outbox,
        letters=given.letters,
        clock=given.clock,
    )


def myself(given: Means) -> Myself:
    databases, standings, clock = given.databases, given.standings, given.clock
    return Myself(
        show=ShowUser(databases),
        rename=RenameUser(databases, clock),
        change_password=ChangePassword(
            databases=databases,
            choose=given.choose,
            standings=standings,
            outbox=given.outbox,
            letters=given.letters,
            clock=clock,
        ),
        change_email=ChangeEmail(
            databases=databases,
            everybody=given.everybody,
            patience=given.patience,
            outbox=given.outbox,
            letters=given.letters,
            clock=clock,
        ),
        step_up=StepUp(
            everybody=given.everybody,
            patience=given.patience,
            passwords=given.passwords,
            prove=given.prove,
            prove_passkey=given.prove_passkey,
            standings=standings,
            clock=clock,
        ),
        sessions=MySessions(
            list=ListSessions(databases, clock),
            name=NameSession(databases, clock),
            revoke=RevokeSession(databases, standings, clock),
            revoke_others=RevokeOthers(databases, standings, clock),
        ),
    )


def administration(given: Means) -> Administration:
    everybody, clock = given.everybody, given.clock
    return Administration(
        create=CreateUser(everybody, given.join, given.single),
        invite=Invite(everybody, given.outbox, given.letters, clock),
        list=ListUsers(everybody),
        disable=DisableUser(everybody, given.standings, clock),
        enable=EnableUser(everybody, clock),
        change_role=ChangeRole(everybody, given.standings, clock),
        sessions=SessionsOf(everybody, clock),
    )
