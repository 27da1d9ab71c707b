"""Every use case in one place, for whoever serves them: HTTP, the command line, the library."""

from attrs import frozen

from cryptotracker.application.demo import LoadDemo
from cryptotracker.application.figures import (
    Explain,
    ShowGains,
    ShowHoldings,
    ShowIssues,
    ShowLots,
    ShowNetWorth,
)
from cryptotracker.application.following import FollowPortfolios
from cryptotracker.application.idempotency import AnswerOnce
from cryptotracker.application.import_history import ListImports, ShowImport, UndoImport
from cryptotracker.application.imports import ImportFile
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
from cryptotracker.application.market import FindAssets, QuoteAssets
from cryptotracker.application.noticing import NoticeChanges
from cryptotracker.application.portfolios import (
    CreatePortfolio,
    DeletePortfolio,
    EditPortfolio,
    FindPortfolio,
    ListAccounts,
    ListPortfolios,
    ListTransactions,
    ShowPortfolio,
)
from cryptotracker.application.readiness import SeeParts


@frozen(kw_only=True)
class InBackground:
    """What can be left to workers, and be seen of them."""

    start_import: StartImport
    list: ListJobs
    show: ShowJob
    cancel: CancelJob
    replay: ReplayJob
    workers: ListWorkers
    work: Worker
    queues: WatchQueues


@frozen(kw_only=True)
class Tracker:
    """Every use case, ready to call."""

    create_portfolio: CreatePortfolio
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
    load_demo: LoadDemo
    follow_portfolios: FollowPortfolios
    notice_changes: NoticeChanges
    limit_rate: LimitRate
    answer_once: AnswerOnce
    see_parts: SeeParts
