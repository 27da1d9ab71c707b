"""Jobs, the schedules that are due, and the workers that were seen."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    Uuid,
    text,
)

revision = "0004"
down_revision = "0003"

ID = Uuid().with_variant(LargeBinary(16), "sqlite")
MOMENT = DateTime(timezone=True).with_variant(BigInteger(), "sqlite")


def upgrade() -> None:
    create_jobs()
    index_jobs()
    op.create_table(
        "schedules",
        Column("name", Text, nullable=False),
        Column("tick", MOMENT, nullable=False),
        PrimaryKeyConstraint("name", name="pk_schedules"),
    )
    op.create_table(
        "workers",
        Column("name", Text, nullable=False),
        Column("queues", Text, nullable=False),
        Column("started_at", MOMENT, nullable=False),
        Column("seen_at", MOMENT, nullable=False),
        Column("running", Integer, nullable=False),
        PrimaryKeyConstraint("name", name="pk_workers"),
    )


def create_jobs() -> None:
    op.create_table(
        "jobs",
        Column("id", ID, nullable=False),
        *(Column(name, Text, nullable=False) for name in ("kind", "queue")),
        Column("portfolio_id", ID),
        Column("payload", Text, nullable=False),
        Column("priority", Integer, nullable=False),
        Column("unique_key", Text),
        Column("state", Text, nullable=False),
        *(Column(name, Integer, nullable=False) for name in ("attempts", "max_attempts", "token")),
        Column("worker", Text, nullable=False),
        Column("cancel_requested", Boolean, nullable=False),
        *(Column(name, MOMENT, nullable=False) for name in ("created_at", "not_before")),
        *(Column(name, MOMENT) for name in ("deadline", "leased_until")),
        *(Column(name, MOMENT) for name in ("started_at", "finished_at")),
        Column("progress_done", BigInteger, nullable=False),
        Column("progress_total", BigInteger, nullable=False),
        Column("progress_text", Text, nullable=False),
        Column("result", Text),
        Column("error", Text),
        PrimaryKeyConstraint("id", name="pk_jobs"),
        ForeignKeyConstraint(
            ["portfolio_id"],
            ["portfolios.id"],
            name="fk_jobs_portfolio_id",
            ondelete="CASCADE",
        ),
    )


def index_jobs() -> None:
    op.create_index("ix_jobs_portfolio_id_id", "jobs", ["portfolio_id", "id"])
    waiting, leased = text("state = 'waiting'"), text("leased_until IS NOT NULL")
    ended = text("finished_at IS NOT NULL")
    op.create_index(
        "ix_jobs_ended",
        "jobs",
        ["state", "id"],
        postgresql_where=ended,
        sqlite_where=ended,
    )
    unfinished = text("state IN ('waiting', 'running')")
    op.create_index(
        "ix_jobs_waiting",
        "jobs",
        [text("priority DESC"), "not_before", "id"],
        postgresql_where=waiting,
        sqlite_where=waiting,
    )
    op.create_index(
        "ix_jobs_leased_until",
        "jobs",
        ["leased_until"],
        postgresql_where=leased,
        sqlite_where=leased,
    )
    op.create_index(
        "ix_jobs_unique_key",
        "jobs",
        ["unique_key"],
        unique=True,
        postgresql_where=unfinished,
        sqlite_where=unfinished,
    )
