"""Every use case in one place, for whoever serves them: HTTP, the command line, the library."""

from collections.abc import Callable, Mapping
from uuid import UUID

from attrs import frozen

from cryptotracker.application.candles import ShowCandles, ShowIndicators
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
from cryptotracker.application.identity.exporting import ReadExport, StartExport
from cryptotracker.application.identity.preferences import (
    ChangeAvatar,
    ChangePreferences,
    ShowAvatar,
    ShowPreferences,
)
from cryptotracker.application.import_history import ListImports, ShowImport, UndoImport
from cryptotracker.application.imports import ImportFile
from cryptotracker.application.jobs.attempts import Handler
from cryptotracker.application.jobs.back_filling import FillGaps, StartBackFill
from cryptotracker.application.jobs.following import FollowJobs
from cryptotracker.application.jobs.importing import StartImport
from cryptotracker.application.jobs.jobs import (
    CancelJob,
    ListJobs,
    ListWorkers,
    ReplayJob,
    ShowJob,
)
from cryptotracker.application.jobs.queues import WatchQueues
from cryptotracker.application.jobs.worker import Worker
from cryptotracker.application.limits import LimitRate
from cryptotracker.application.market import FindAssets, PriceAt, QuoteAssets, TracePrice
from cryptotracker.application.net_worth import ShowNetWorth
from cryptotracker.application.noticing import NoticeChanges
from cryptotracker.application.own_prices import (
    ChangePrice,
    ForgetPrice,
    ListOwnPrices,
    SetPrice,
    StatePrice,
)
from cryptotracker.application.portfolios import (
    CreateAsPreferred,
    DeletePortfolio,
    EditPortfolio,
    FindPortfolio,
    ListAccounts,
    ListPortfolios,
    ListTransactions,
    ProposeSettings,
    ShowPortfolio,
)
from cryptotracker.application.prices.charting import FollowCandles
from cryptotracker.application.prices.hearing import HearTrades
from cryptotracker.application.prices.owned import ReadStated
from cryptotracker.application.prices.reliable import SeeSources
from cryptotracker.application.readiness import SeeParts
from cryptotracker.entrypoints.analysis import Analysis
from cryptotracker.entrypoints.news import News
from cryptotracker.entrypoints.watching import Watching
from cryptotracker.ports.persistence import Databases
from cryptotracker.ports.vault import Vault


@frozen(kw_only=True)
class JobsSeen:
    """What can be seen of jobs, and done to them."""

    list: ListJobs
    show: ShowJob
    cancel: CancelJob
    replay: ReplayJob


@frozen(kw_only=True)
class InBackground(JobsSeen):
    """What an owner can leave to workers.

    Attributes:
        handlers: do the owner's jobs, by their kinds.
    """

    start_import: StartImport
    start_back_fill: StartBackFill
    start_export: StartExport
    read_export: ReadExport
    follow: FollowJobs
    handlers: Mapping[str, Handler]


@frozen(kw_only=True)
class MyPreferences:
    """What an owner chooses, and their picture."""

    show: ShowPreferences
    change: ChangePreferences
    show_avatar: ShowAvatar
    change_avatar: ChangeAvatar


@frozen(kw_only=True)
class MarketSeen:
    """What can be seen of the market as a whole, and what an owner keeps an eye on in it.

    Attributes:
        charts: candles as they come to be.
    """

    watching: Watching
    analysis: Analysis
    charts: FollowCandles


@frozen(kw_only=True)
class Prices:
    """What an owner can say of prices, and ask about them.

    Attributes:
        quotes: what assets cost now, with what the owner says of it.
        at: what one cost at an instant, likewise.
        stated: what the owner says of prices now.
    """

    quotes: QuoteAssets
    at: PriceAt
    state: StatePrice
    change: ChangePrice
    set: SetPrice
    forget: ForgetPrice
    mine: ListOwnPrices
    stated: ReadStated
    fill_gaps: FillGaps
    trace: TracePrice


@frozen(kw_only=True)
class Tracker:
    """Every use case of one owner, ready to call."""

    preferences: MyPreferences
    propose_settings: ProposeSettings
    create_portfolio: CreateAsPreferred
    list_portfolios: ListPortfolios
    show_portfolio: ShowPortfolio
    find_portfolio: FindPortfolio
    edit_portfolio: EditPortfolio
    delete_portfolio: DeletePortfolio
    list_transactions: ListTransactions
    list_accounts: ListAccounts
    import_file: ImportFile
    list_imports: ListImports
    show_import: ShowImport
    undo_import: UndoImport
    jobs: InBackground
    show_holdings: ShowHoldings
    show_gains: ShowGains
    show_lots: ShowLots
    show_issues: ShowIssues
    show_net_worth: ShowNetWorth
    explain: Explain
    find_assets: FindAssets
    quote_assets: QuoteAssets
    show_candles: ShowCandles
    show_indicators: ShowIndicators
    prices: Prices
    see_sources: SeeSources
    load_demo: LoadDemo
    follow_portfolios: FollowPortfolios
    limit_rate: LimitRate
    answer_once: AnswerOnce
    see_parts: SeeParts
    news: News
    market: MarketSeen


@frozen
class Trackers:
    """The use cases of each owner: whose data they work on is settled before they are called."""

    of: Callable[[UUID], Tracker]


@frozen(kw_only=True)
class Operations:
    """What is done for all owners at once; nobody gets at it but those who run the service.

    Attributes:
        jobs: of all owners, and those of nobody.
        hear_trades: listens to exchanges, where one was chosen that speaks by itself.
    """

    jobs: JobsSeen
    workers: ListWorkers
    work: Worker
    queues: WatchQueues
    notice_changes: NoticeChanges
    hear_trades: HearTrades | None


@frozen(kw_only=True)
class Installation:
    """All there is of one: what owners can do, what is done for all of them, and on what.

    Attributes:
        front: the vault of what the server itself has to open.
    """

    trackers: Trackers
    operations: Operations
    databases: Databases
    front: Vault
