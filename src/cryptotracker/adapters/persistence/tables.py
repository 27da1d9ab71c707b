"""The tables, as PostgreSQL and SQLite both keep them.

What changes here needs a migration: `db check` and its test compare the two.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from cryptotracker.adapters.persistence import (
    api_tokens_table,
    audit_tables,
    candle_tables,
    comment_tables,
    factor_tables,
    identity_tables,
    news_tables,
    own_price_tables,
    people_tables,
    price_tables,
    profile_tables,
    secret_tables,
    share_tables,
    watch_tables,
)
from cryptotracker.adapters.persistence.columns import Exact, Id, Moment
from cryptotracker.adapters.persistence.naming import (
    DIALECT,
    amounts,
    belongs,
    count,
    metadata,
    partial,
    text,
)

__all__ = ["DIALECT", "metadata"]

PEOPLE: Final = (
    *people_tables.TABLES,
    *factor_tables.TABLES,
    *api_tokens_table.TABLES,
    *audit_tables.TABLES,
    *identity_tables.TABLES,
    *profile_tables.TABLES,
)
"""Those of users and their sessions; they refer to no other, and of others only those of shares
refer to them."""
SHARES: Final = (*share_tables.TABLES, *comment_tables.TABLES)
MARKET: Final = candle_tables.TABLES
PRICES: Final = price_tables.TABLES
"""What is nobody's; they refer to no other, and no other to them."""
NEWS: Final = news_tables.TABLES
WATCHED: Final = watch_tables.TABLES
OWN_PRICES: Final = own_price_tables.TABLES
SECRETS: Final = secret_tables.TABLES
"""Those of keys and secrets; they refer to no other, and no other to them."""


def of_an_import() -> list[ForeignKeyConstraint]:
    """Refer to the import, and by it to the portfolio.

    One reference instead of two: PostgreSQL takes longer to check one than to keep a row. SQLite
    checks when it commits: otherwise it keeps a copy of every page that many rows at once change,
    to take back that statement alone. PostgreSQL would keep a list of all the rows until then.
    """
    return [
        ForeignKeyConstraint(
            ["portfolio_id", "import_id"],
            ["imports.portfolio_id", "imports.id"],
            ondelete="CASCADE",
            deferrable=later or None,
            initially="DEFERRED" if later else None,
            info={DIALECT: dialect},
        ).ddl_if(dialect=dialect)
        for dialect, later in (("postgresql", False), ("sqlite", True))
    ]


portfolios = Table(
    "portfolios",
    metadata,
    Column("id", Id, primary_key=True),
    Column("owner", Id, nullable=False),  # whose it is, and so everything that belongs to it
    Column("name", Text, nullable=False),
    text("currency"),
    text("method"),
    text("scope"),
    text("time_zone"),
    Column("long_term_days", Integer),
    Column("created_at", Moment, nullable=False),
    count("version"),
    count("transactions"),
    UniqueConstraint("owner", "name"),
    Index(None, "owner", "id"),
)
imports = Table(
    "imports",
    metadata,
    Column("id", Id, primary_key=True),
    belongs("portfolio_id", "portfolios"),
    text("file"),
    text("format"),
    Column("created_at", Moment, nullable=False),
    text("state"),
    count("added"),
    count("known"),
    count("skipped"),
    count("needs_answer"),
    count("rejected"),
    Column("added_by", Text),  # the address of somebody else, if not its owner
    UniqueConstraint("portfolio_id", "id"),  # what an entry refers to
)
import_files = Table(
    "import_files",
    metadata,
    Column("import_id", Id, ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("size", BigInteger, nullable=False),
    Column("digest", LargeBinary(32), nullable=False),
    Column("line_end", LargeBinary(1), nullable=False),
    Column("lines_ended", LargeBinary, nullable=False),  # by the end of each block, 8 bytes each
)
import_rejections = Table(
    "import_rejections",
    metadata,
    belongs("import_id", "imports"),
    count("number"),
    text("file"),
    count("line"),
    text("column"),
    text("value"),
    text("reason"),
    text("question"),
    PrimaryKeyConstraint("import_id", "number"),
)
transactions = Table(
    "transactions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("portfolio_id", Id, nullable=False),
    Column("import_id", Id, nullable=False),
    count("line"),
    # The n-th equal row of a file is the n-th of every file.
    Column("digest", LargeBinary(16), nullable=False),
    count("occurrence"),
    Column("time", Moment, nullable=False),
    text("type"),
    text("subtype"),
    text("account"),
    text("to_account"),
    Column("sent_asset", Text),
    Column("sent_quantity", Exact),
    Column("received_asset", Text),
    Column("received_quantity", Exact),
    Column("fee_asset", Text),
    Column("fee_quantity", Exact),
    text("more_fees"),  # few rows have a second fee: a list of [asset, quantity] in JSON, or empty
    Column("value", Exact),
    text("value_currency"),
    Column("fee_value", Exact),
    text("event"),  # the source's id, or empty
    text("txid"),
    text("note"),
    text("tags"),
    *of_an_import(),
    UniqueConstraint("portfolio_id", "digest", "occurrence"),
    Index(None, "portfolio_id", "time", "id"),
    Index(None, "import_id", "line"),
    *amounts("sent_quantity", "received_quantity", "fee_quantity", "value", "fee_value"),
)
claims = Table(
    "claims",
    metadata,
    # This row of that import is an entry which another import brought first.
    belongs("transaction_id", "transactions"),
    belongs("import_id", "imports"),
    count("line"),
    # Both orders: the database cannot choose a bad one before it has statistics.
    PrimaryKeyConstraint("import_id", "transaction_id"),
    Index(None, "transaction_id", "import_id"),
)
jobs = Table(
    "jobs",
    metadata,
    Column("id", Id, primary_key=True),
    text("kind"),
    text("queue"),
    Column("owner", Id),  # none of what the service does for itself
    Column("portfolio_id", Id, ForeignKey("portfolios.id", ondelete="CASCADE")),
    text("payload"),
    count("priority"),
    Column("unique_key", Text),
    text("state"),
    count("attempts"),
    count("max_attempts"),
    count("token"),
    text("worker"),
    Column("cancel_requested", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("deadline", Moment),
    Column("leased_until", Moment),
    Column("started_at", Moment),
    Column("finished_at", Moment),
    Column("progress_done", BigInteger, nullable=False),
    Column("progress_total", BigInteger, nullable=False),
    text("progress_text"),
    Column("result", Text),
    Column("error", Text),
    Index(None, "portfolio_id", "id"),
    Index(None, "owner", "id"),
)
Index("ix_jobs_ended", jobs.c.state, jobs.c.id, **partial("finished_at IS NOT NULL"))
# Few of many jobs have not ended: these four indexes stay small.
Index(
    "ix_jobs_waiting",
    *(jobs.c.priority.desc(), jobs.c.not_before, jobs.c.id),
    **partial("state = 'waiting'"),
)
Index("ix_jobs_leased_until", jobs.c.leased_until, **partial("leased_until IS NOT NULL"))
Index(
    "ix_jobs_owner_unique_key",
    *(jobs.c.owner, jobs.c.unique_key),
    unique=True,
    **partial("state IN ('waiting', 'running')"),
)
Index(  # to the other index nobody is somebody else each time
    "ix_jobs_unique_key",
    jobs.c.unique_key,
    unique=True,
    **partial("state IN ('waiting', 'running') AND owner IS NULL"),
)
schedules = Table(
    "schedules",
    metadata,
    Column("name", Text, primary_key=True),
    Column("tick", Moment, nullable=False),
)
workers = Table(
    "workers",
    metadata,
    Column("name", Text, primary_key=True),
    text("queues"),
    Column("started_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    count("running"),
)
answers = Table(
    "answers",
    metadata,
    Column("owner", Id, nullable=False),
    text("key"),
    Column("holder", Id, nullable=False),
    # Until then somebody is at it; an answer that came is kept for some days after.
    Column("until", Moment, nullable=False),
    Column("request", LargeBinary),
    Column("status", Integer),
    Column("headers", Text),
    Column("body", LargeBinary),
    PrimaryKeyConstraint("owner", "key"),
    Index(None, "owner", "until"),
)
