"""The composition root of people: which adapter proves, signs and writes letters for them.

It is loaded by name, by those who need it: hashing and signing take long to load.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Final

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.mail.printed import PrintedMail
from cryptotracker.adapters.mail.smtp import Relay, open_smtp
from cryptotracker.adapters.security.access_tokens import JoseTokens
from cryptotracker.adapters.security.argon2 import Argon2Passwords
from cryptotracker.adapters.security.common_passwords import common_passwords
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
from cryptotracker.application.identity.patience import Patience
from cryptotracker.application.identity.proving import ProveFactor
from cryptotracker.application.identity.recover import Recover, Reset
from cryptotracker.application.identity.register import Invite, Register
from cryptotracker.application.identity.seeds import Seeds
from cryptotracker.application.identity.sign_in import SignIn, SignOut
from cryptotracker.application.identity.single import SingleUser
from cryptotracker.application.identity.standing import Standings
from cryptotracker.application.identity.step_up import StepUp
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
from cryptotracker.entrypoints.people import Administration, Myself, MySessions, People
from cryptotracker.entrypoints.people_factors import factors
from cryptotracker.entrypoints.people_means import Means
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.entrypoints.sharing import Sharing
from cryptotracker.entrypoints.tracker import Installation
from cryptotracker.ports.mail import Mail

AT_HOME: Final = "http://127.0.0.1:8000"
ON_THIS_MACHINE: Final = "http://localhost:8000"
"""Where a laptop's passkeys are: browsers bind none to an address of digits."""


@asynccontextmanager
async def open_people(
    settings: Settings, opened: Installation, *, mail: Mail | None = None
) -> AsyncIterator[People]:
    """Open what people need. Who has a public address has to know who comes."""
    async with AsyncExitStack() as stack:
        vouching = await stack.enter_async_context(open_vouching(settings))
        if mail is None and settings.smtp_host is not None:
            mail = await stack.enter_async_context(open_smtp(relay(settings)))
        yield people(means(settings, opened, mail or printed(), vouching))


@asynccontextmanager
async def open_alone(settings: Settings) -> AsyncIterator[People]:
    """Open what people need for one command, which prints what is to be passed on by itself."""
    mail = PrintedMail(lambda _: None) if settings.smtp_host is None else None
    async with (
        open_installation(settings) as opened,
        open_people(settings, opened, mail=mail) as found,
    ):
        yield found


def printed() -> Mail:
    return PrintedMail(partial(print, file=sys.stderr, flush=True))


def relay(settings: Settings) -> Relay:
    assert settings.smtp_host is not None
    assert settings.smtp_sender is not None
    return Relay(
        host=settings.smtp_host,
        port=settings.smtp_port,
        sender=settings.smtp_sender,
        security=settings.smtp_security,
        username=settings.smtp_username,
        password=settings.smtp_password,
    )


def means(settings: Settings, opened: Installation, mail: Mail, vouching: Vouching) -> Means:
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
        authenticators=WebAuthn(settings.public_url or ON_THIS_MACHINE),
        standings=Standings(everybody, clock),
        single=SingleUser(everybody, clock, settings.public_url is not None),
        patience=Patience(everybody, clock),
        choose=ChoosePassword(passwords, common_passwords()),
        join=Join(clock),
        mail=mail,
        letters=Letters(settings.public_url or AT_HOME),
        registering=settings.registration,
        vouching=vouching,
    )


def people(given: Means) -> People:
    everybody, patience, clock = given.everybody, given.patience, given.clock
    return People(
        single=given.single,
        keys=given.keys,
        standings=given.standings,
        choose=given.choose,
        register=Register(
            everybody=everybody,
            patience=patience,
            choose=given.choose,
            join=given.join,
            single=given.single,
            mail=given.mail,
            letters=given.letters,
            clock=clock,
            registering=given.registering,
        ),
        verify=Verify(
            everybody=everybody,
            patience=patience,
            join=given.join,
            single=given.single,
            standings=given.standings,
            clock=clock,
        ),
        sign_in=SignIn(everybody, patience, given.passwords, given.admit),
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


def sharing(given: Means) -> Sharing:
    return Sharing.of(
        databases=given.databases,
        patience=given.patience,
        passwords=given.passwords,
        mail=given.mail,
        letters=given.letters,
        clock=given.clock,
    )


def ask_deletion(given: Means) -> AskDeletion:
    return AskDeletion(
        everybody=given.everybody,
        standings=given.standings,
        mail=given.mail,
        letters=given.letters,
        clock=given.clock,
    )


def recover(given: Means) -> Recover:
    return Recover(
        everybody=given.everybody,
        patience=given.patience,
        mail=given.mail,
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
        mail=given.mail,
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
            mail=given.mail,
            letters=given.letters,
            clock=clock,
        ),
        change_email=ChangeEmail(
            databases=databases,
            everybody=given.everybody,
            patience=given.patience,
            mail=given.mail,
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
        invite=Invite(everybody, given.mail, given.letters, clock),
        list=ListUsers(everybody),
        disable=DisableUser(everybody, given.standings, clock),
        enable=EnableUser(everybody, clock),
        change_role=ChangeRole(everybody, given.standings, clock),
        sessions=SessionsOf(everybody, clock),
    )
