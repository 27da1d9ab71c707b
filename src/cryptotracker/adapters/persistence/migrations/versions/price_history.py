"""What sources told of past days, what they were asked about, and what owners themselves state."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    LargeBinary,
    Numeric,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

revision = "0025"
down_revision = "0023"

ID = Uuid().with_variant(LargeBinary(16), "sqlite")
EXACT = Numeric().with_variant(Text(), "sqlite")
MOMENT = DateTime(timezone=True).with_variant(BigInteger(), "sqlite")

OWNER = "nullif(nullif(current_setting('cryptotracker.owner', true), ''), '*')::uuid"
EVERYBODY = "coalesce(current_setting('cryptotracker.owner', true), '') = '*'"


def upgrade() -> None:
    op.create_table(
        "day_prices",
        *texts("asset", "currency"),
        Column("as_of", MOMENT, nullable=False),
        *texts("source"),
        Column("fetched_at", MOMENT, nullable=False),
        Column("price", EXACT, nullable=False),
        *texts("grade"),
        PrimaryKeyConstraint(
            *("asset", "currency", "as_of", "source", "fetched_at"), name="pk_day_prices"
        ),
        amount("day_prices"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "price_questions",
        *texts("asset", "currency", "source"),
        Column("since", MOMENT, nullable=False),
        Column("until", MOMENT, nullable=False),
        Column("asked_at", MOMENT, nullable=False),
        PrimaryKeyConstraint(
            *("asset", "currency", "source", "since", "until"), name="pk_price_questions"
        ),
    )
    make_own_prices()


def make_own_prices() -> None:
    op.create_table(
        "own_prices",
        Column("id", ID, nullable=False),
        Column("owner", ID, nullable=False),
        *texts("asset", "currency"),
        Column("as_of", MOMENT, nullable=False),
        Column("whole_day", Boolean, nullable=False),
        Column("price", EXACT, nullable=False),
        *texts("note"),
        Column("overrides", Boolean, nullable=False),
        Column("stated_at", MOMENT, nullable=False),
        PrimaryKeyConstraint("id", name="pk_own_prices"),
        UniqueConstraint(
            *("owner", "asset", "currency", "as_of"),
            name="uq_own_prices_owner_asset_currency_as_of",
        ),
        amount("own_prices"),
    )
    if op.get_bind().dialect.name == "postgresql":
        rule = f"{EVERYBODY} OR owner = {OWNER}"
        op.execute(text("ALTER TABLE own_prices ENABLE ROW LEVEL SECURITY"))
        op.execute(text("ALTER TABLE own_prices FORCE ROW LEVEL SECURITY"))
        op.execute(text(f"CREATE POLICY owner ON own_prices USING ({rule})"))


def texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def amount(table: str) -> CheckConstraint:
    """NaN is greater than every number, to PostgreSQL."""
    made = CheckConstraint("price >= 0 AND price < 1e30", name=op.f(f"ck_{table}_price"))
    return made.ddl_if(dialect="postgresql")
