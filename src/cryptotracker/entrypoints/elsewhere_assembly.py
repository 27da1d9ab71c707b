"""The composition root of signing in elsewhere."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module

from cryptotracker.adapters.issuers.telegram import TelegramBot
from cryptotracker.application.identity.arriving import Arrive
from cryptotracker.application.identity.finishing import Finish
from cryptotracker.application.identity.handshakes import Begin, TakeHandshake
from cryptotracker.application.identity.identities import Link, ListIdentities, Prove, Unlink
from cryptotracker.application.identity.telegram import ByTelegram
from cryptotracker.entrypoints.elsewhere import Elsewhere, Vouching
from cryptotracker.entrypoints.people_means import Means
from cryptotracker.entrypoints.settings import Settings


@asynccontextmanager
async def open_vouching(settings: Settings) -> AsyncIterator[Vouching]:
    """Open a way to those elsewhere who vouch for people, if the settings name any."""
    bot = telegram(settings)
    if not (settings.google_client_id or settings.github_client_id or settings.oidc):
        yield Vouching(issuers={}, telegram=bot)
        return
    assembly = import_module("cryptotracker.entrypoints.issuers_assembly")  # it needs httpx
    async with assembly.open_issuers(settings) as issuers:
        yield Vouching(issuers=issuers, telegram=bot)


def telegram(settings: Settings) -> TelegramBot | None:
    if settings.telegram_bot_token is None:
        return None
    return TelegramBot(
        token=settings.telegram_bot_token,
        page=settings.telegram_oauth_url,
        site=settings.public_url,
    )


def elsewhere(given: Means) -> Elsewhere:
    everybody, patience, clock = given.everybody, given.patience, given.clock
    issuers = given.vouching.issuers
    arrive = Arrive(
        everybody=everybody,
        join=given.join,
        single=given.single,
        admit=given.admit,
        clock=clock,
        registering=given.registering,
    )
    link = Link(everybody=everybody, outbox=given.outbox, letters=given.letters, clock=clock)
    prove = Prove(everybody=everybody, standings=given.standings, clock=clock)
    return Elsewhere(
        vouching=given.vouching,
        begin=Begin(everybody=everybody, patience=patience, issuers=issuers, clock=clock),
        take=TakeHandshake(everybody, clock),
        finish=Finish(issuers=issuers, patience=patience, arrive=arrive, link=link, prove=prove),
        by_telegram=ByTelegram(
            everybody=everybody,
            patience=patience,
            telegram=given.vouching.telegram,
            arrive=arrive,
            link_identity=link,
            clock=clock,
        ),
        list=ListIdentities(given.databases),
        unlink=Unlink(
            databases=given.databases,
            standings=given.standings,
            outbox=given.outbox,
            letters=given.letters,
            clock=clock,
        ),
    )
