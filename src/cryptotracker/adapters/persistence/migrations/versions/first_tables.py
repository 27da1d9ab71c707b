"""Portfolios, imports and their entries."""

from typing import Any

from alembic import op
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    Numeric,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    Uuid,
)

revision = "0001"
down_revision = None

# A migration stands as it ran, so it spells out what `columns` may one day say otherwise.
ID = Uuid().with_variant(LargeBinary(16), "sqlite")
EXACT = Numeric().with_variant(Text(), "sqlite")
MOMENT = DateTime(timezone=True).with_variant(BigInteger(), "sqlite")


def upgrade() -> None:
    create_portfolios()
    create_imports()
    create_rejections()
    create_transactions()
    create_claims()


def create_portfolios() -> None:
    op.create_table(
        "portfolios",
        Column("id", ID, nullable=False),
        *texts("name currency method scope time_zone"),
        Column("long_term_days", Integer),
        Column("created_at", MOMENT, nullable=False),
        *counts("version transactions"),
        PrimaryKeyConstraint("id", name="pk_portfolios"),
        UniqueConstraint("name", name="uq_portfolios_name"),
    )


def create_imports() -> None:
    op.create_table(
        "imports",
        Column("id", ID, nullable=False),
        Column("portfolio_id", ID, nullable=False),
        *texts("file format"),
        Column("created_at", MOMENT, nullable=False),
        *texts("state"),
        *counts("added known skipped needs_answer rejected"),
        PrimaryKeyConstraint("id", name="pk_imports"),
        UniqueConstraint("portfolio_id", "id", name="uq_imports_portfolio_id_id"),
        belongs("imports", "portfolio_id", "portfolios"),
    )


def create_rejections() -> None:
    op.create_table(
        "import_rejections",
        Column("import_id", ID, nullable=False),
        *counts("number"),
        *texts("file"),
        *counts("line"),
        *texts("column value reason question"),
        PrimaryKeyConstraint("import_id", "number", name="pk_import_rejections"),
        belongs("import_rejections", "import_id", "imports"),
    )


def create_transactions() -> None:
    numbers = ("sent_quantity", "received_quantity", "fee_quantity", "value", "fee_value")
    op.create_table(
        "transactions",
        Column("id", ID, nullable=False),
        Column("portfolio_id", ID, nullable=False),
        Column("import_id", ID, nullable=False),
        *counts("line"),
        Column("digest", LargeBinary(16), nullable=False),
        *counts("occurrence"),
        Column("time", MOMENT, nullable=False),
        *texts("type subtype account to_account"),
        *legs("sent received fee"),
        *texts("more_fees"),
        Column("value", EXACT),
        *texts("value_currency"),
        Column("fee_value", EXACT),
        *texts("event txid note tags"),
        PrimaryKeyConstraint("id", name="pk_transactions"),
        UniqueConstraint(
            *("portfolio_id", "digest", "occurrence"),
            name="uq_transactions_portfolio_id_digest_occurrence",
        ),
        of_an_import().ddl_if(dialect="postgresql"),
        # SQLite checks when it commits, and need not keep what a statement changes until then.
        of_an_import(deferrable=True, initially="DEFERRED").ddl_if(dialect="sqlite"),
        *(amount("transactions", name) for name in numbers),
    )
    op.create_index(
        "ix_transactions_portfolio_id_time_id", "transactions", ["portfolio_id", "time", "id"]
    )
    op.create_index("ix_transactions_import_id_line", "transactions", ["import_id", "line"])


def create_claims() -> None:
    op.create_table(
        "claims",
        Column("transaction_id", ID, nullable=False),
        Column("import_id", ID, nullable=False),
        *counts("line"),
        PrimaryKeyConstraint("import_id", "transaction_id", name="pk_claims"),
        belongs("claims", "transaction_id", "transactions"),
        belongs("claims", "import_id", "imports"),
    )
    op.create_index("ix_claims_transaction_id_import_id", "claims", ["transaction_id", "import_id"])


def texts(names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names.split()]


def counts(names: str) -> list[Column[int]]:
    return [Column(name, Integer, nullable=False) for name in names.split()]


def legs(names: str) -> list[Column[Any]]:
    return [
        column
        for name in names.split()
        for column in (Column(f"{name}_asset", Text), Column(f"{name}_quantity", EXACT))
    ]


def of_an_import(**options: Any) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["portfolio_id", "import_id"],
        ["imports.portfolio_id", "imports.id"],
        name="fk_transactions_portfolio_id_import_id",
        ondelete="CASCADE",
        **options,
    )


def belongs(table: str, name: str, to: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint([name], [f"{to}.id"], name=f"fk_{table}_{name}", ondelete="CASCADE")


def amount(table: str, name: str) -> CheckConstraint:
    """NaN is greater than every number, to PostgreSQL."""
    rule = CheckConstraint(f"{name} >= 0 AND {name} < 1e30", name=op.f(f"ck_{table}_{name}"))
    return rule.ddl_if(dialect="postgresql")
