"""Put the use cases of an installation together from what stands behind their ports."""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Final
from uuid import UUID

from attrs import Factory, field, frozen

from cryptotracker.adapters import demo
from cryptotracker.adapters.formats.ledger.writing import json_lines
from cryptotracker.adapters.formats.reader import Formats
from cryptotracker.application.analysis.board import Board
from cryptotracker.application.books import LoadBooks
from cryptotracker.application.demo import LoadDemo
from cryptotracker.application.figures import (
    Explain,
    ShowGains,
    ShowHoldings,
    ShowIssues,
    ShowLots,
)
from cryptotracker.application.following import FollowPortfolios
from cryptotracker.application.idempotency import AnswerOnce
from cryptotracker.application.identity.preferences import (
    ChangeAvatar,
    ChangePreferences,
    ShowAvatar,
    ShowPreferences,
)
from cryptotracker.application.import_history import ListImports, ShowImport, UndoImport
from cryptotracker.application.imports import ImportFile
from cryptotracker.application.jobs.attempts import Attempts
from cryptotracker.application.jobs.backing_up import BackUp
from cryptotracker.application.jobs.importing import Room
from cryptotracker.application.jobs.jobs import ListWorkers
from cryptotracker.application.jobs.queues import WatchQueues
from cryptotracker.application.limits import LimitRate
from cryptotracker.application.market import FindAssets, QuoteAssets
from cryptotracker.application.net_worth import ShowNetWorth
from cryptotracker.application.noticing import NoticeChanges
from cryptotracker.application.portfolios import (
    CreateAsPreferred,
    CreatePortfolio,
    DeletePortfolio,
    EditPortfolio,
    FindPortfolio,
    ListAccounts,
    ListPortfolios,
    ListTransactions,
    ProposeSettings,
    ShowPortfolio,
)
from cryptotracker.application.prices.owned import OwnedPrices
from cryptotracker.application.raw_rows import ReadRows
from cryptotracker.application.readiness import Glance, Look, SeeParts
from cryptotracker.application.trails import Trails
from cryptotracker.domain.jobs.cron import Cron
from cryptotracker.domain.portfolio.portfolios import THE_OWNER
from cryptotracker.entrypoints.analysis import analysis_of, board_of
from cryptotracker.entrypoints.background import Means, in_background, jobs_seen, worker
from cryptotracker.entrypoints.calculators import load_valuing
from cryptotracker.entrypoints.courses import Courses
from cryptotracker.entrypoints.news import NewsMeans, NewsParts, news_of, read_feeds
from cryptotracker.entrypoints.owned_prices import prices_of
from cryptotracker.entrypoints.pricing import Pricing
from cryptotracker.entrypoints.shared import Shared
from cryptotracker.entrypoints.tracker import (
    Installation,
    MarketSeen,
    MyPreferences,
    Operations,
    Tracker,
    Trackers,
)
from cryptotracker.entrypoints.watching import watching_of
from cryptotracker.ports.catalogue import Catalogue
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.files import FileStore
from cryptotracker.ports.jobs import Listening
from cryptotracker.ports.mail import Mail
from cryptotracker.ports.persistence import Database, Databases
from cryptotracker.ports.profiles import Pictures
from cryptotracker.ports.telemetry import Audience
from cryptotracker.ports.vault import Keeper, Letterbox, Vault

AT_HAND: Final = 1_000
"""Of so many owners who asked last the use cases are kept: 7 kB each, and 0.1 ms to make."""


def demo_files() -> Sequence[Path]:
    folder = Path(str(files(demo))) / "files"
    return sorted(path for path in folder.iterdir() if path.is_file())


@frozen(kw_only=True)
class Parts:
    """What stands behind the ports of one installation.

    Attributes:
        front: the vault of what the server itself has to open.
        source: how the source of prices is called.
        letterbox: takes what only workers may read.
        vault: where they keep it; None where no work is done.
        pictures: loads what makes pictures small, the first time somebody sends one.
        board: what is known of the market, once for all owners.
    """

    databases: Databases
    front: Vault
    letterbox: Letterbox
    vault: Keeper | None
    pricing: Pricing
    source: str
    catalogue: Catalogue
    clock: Clock
    store: FileStore
    pictures: Callable[[], Pictures]
    shared: Shared
    audience: Audience
    listening: Listening
    room: Room
    back_up: BackUp | None
    back_up_at: Cron
    mail: Mail
    news: NewsMeans
    attempts: Attempts = field(factory=Attempts)
    board: Board = field(
        init=False,
        default=Factory(
            lambda self: board_of(self.pricing, self.catalogue, self.clock, self.databases),
            takes_self=True,
        ),
    )


def installation(parts: Parts) -> Installation:
    trackers = Trackers(of=lru_cache(maxsize=AT_HAND)(partial(tracker, parts)))
    return Installation(
        trackers=trackers,
        operations=operations(parts, trackers),
        databases=parts.databases,
        front=parts.front,
    )


def operations(parts: Parts, trackers: Trackers) -> Operations:
    everybody, clock, shared = parts.databases.of_everybody(), parts.clock, parts.shared
    means = means_of(parts, everybody)
    return Operations(
        jobs=jobs_seen(means),
        workers=ListWorkers(everybody),
        work=worker(means, lambda owner: trackers.of(owner).jobs.handlers),
        queues=WatchQueues(everybody, clock),
        notice_changes=NoticeChanges(everybody, shared.events, shared.commits),
        hear_trades=parts.pricing.hear,
    )


def tracker(parts: Parts, owner: UUID) -> Tracker:
    database, store = parts.databases.of(owner), parts.store
    clock, shared, formats, load = parts.clock, parts.shared, Formats(), books(parts, database)
    import_file = ImportFile(database, formats, clock, store, parts.audience)
    return Tracker(
        preferences=preferences(parts, database, owner),
        propose_settings=ProposeSettings(database, owner),
        create_portfolio=CreateAsPreferred(database, clock, owner),
        list_portfolios=ListPortfolios(database),
        show_portfolio=ShowPortfolio(database),
        find_portfolio=FindPortfolio(database),
        edit_portfolio=EditPortfolio(database),
        delete_portfolio=DeletePortfolio(database, store),
        list_transactions=ListTransactions(database),
        list_accounts=ListAccounts(database),
        import_file=import_file,
        list_imports=ListImports(database),
        show_import=ShowImport(database),
        undo_import=UndoImport(database, store),
        jobs=in_background(means_of(parts, database), import_file, owner),
        show_holdings=ShowHoldings(load),
        show_gains=ShowGains(load),
        show_lots=ShowLots(load),
        show_issues=ShowIssues(load),
        show_net_worth=ShowNetWorth(load, Trails(shared.cache), load_valuing),
        explain=Explain(load, ReadRows(database, store, formats)),
        find_assets=FindAssets(parts.catalogue),
        show_candles=courses(parts, database).show,
        show_indicators=courses(parts, database).indicators,
        quote_assets=QuoteAssets(parts.pricing.source),
        prices=prices_of(owner, database, load, parts.pricing.back_fill),
        see_sources=parts.pricing.see_sources,
        load_demo=demonstration(database, clock, import_file),
        follow_portfolios=FollowPortfolios(database, shared.events, owner),
        limit_rate=LimitRate(shared=shared.counters, here=shared.here),
        answer_once=AnswerOnce(database, clock),
        see_parts=see_parts(parts),
        news=news_of(news_parts(parts), owner, database, ShowLots(load)),
        market=market_of(parts, database),
    )


def courses(parts: Parts, database: Database) -> Courses:
    return Courses(
        database=database,
        pricing=parts.pricing,
        source=parts.source,
        clock=parts.clock,
        events=parts.shared.events,
    )


def market_of(parts: Parts, database: Database) -> MarketSeen:
    return MarketSeen(
        watching=watching_of(database, parts.catalogue, parts.clock),
        analysis=analysis_of(parts.board),
        charts=courses(parts, database).follow,
    )


def preferences(parts: Parts, database: Database, owner: UUID) -> MyPreferences:
    return MyPreferences(
        show=ShowPreferences(database, owner),
        change=ChangePreferences(database, owner, parts.clock),
        show_avatar=ShowAvatar(database, owner),
        change_avatar=ChangeAvatar(database, owner, parts.pictures, parts.clock),
    )


def see_parts(parts: Parts) -> SeeParts:
    looks: dict[str, Look] = {"files": partial(listed, parts.store), **parts.shared.looks}
    return SeeParts(
        needed=partial(ListPortfolios(parts.databases.of(THE_OWNER)), limit=1),
        helpful={name: Glance(look) for name, look in looks.items()},
    )


async def listed(store: FileStore) -> bool:
    """Look for files where there are none; a store that is away raises an error."""
    return [each async for each in store.below("health")] == []


def news_parts(parts: Parts) -> NewsParts:
    return NewsParts(
        means=parts.news,
        databases=parts.databases,
        catalogue=parts.catalogue,
        clock=parts.clock,
        events=parts.shared.events,
    )


def means_of(parts: Parts, database: Database) -> Means:
    everybody = parts.databases.of_everybody()
    return Means(
        database=database,
        everybody=everybody,
        databases=parts.databases,
        events=parts.shared.events,
        attempts=parts.attempts,
        listening=parts.listening,
        files=parts.store,
        room=parts.room,
        lines=json_lines,
        back_up=parts.back_up,
        back_up_at=parts.back_up_at,
        back_fill=parts.pricing.back_fill,
        read_feeds=read_feeds(news_parts(parts)) if parts.news.on else None,
        clock=parts.clock,
        vault=parts.vault,
        mail=parts.mail,
        show_candles=courses(parts, everybody).show if parts.pricing.knows_candles else None,
    )


def books(parts: Parts, database: Database) -> LoadBooks:
    return LoadBooks(
        database=database,
        prices=OwnedPrices(parts.pricing.source, database, parts.clock),
        catalogue=parts.catalogue,
        clock=parts.clock,
        audience=parts.audience,
    )


def demonstration(database: Database, clock: Clock, import_file: ImportFile) -> LoadDemo:
    return LoadDemo(
        find=FindPortfolio(database),
        create=CreatePortfolio(database, clock),
        portfolios=ListPortfolios(database),
        imports=ListImports(database),
        import_file=import_file,
        files=demo_files(),
    )
