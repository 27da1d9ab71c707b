"""The last price of each pair that was believed."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Numeric,
    PrimaryKeyConstraint,
    Text,
)

revision = "0022"
down_revision = "0021"

EXACT = Numeric().with_variant(Text(), "sqlite")
MOMENT = DateTime(timezone=True).with_variant(BigInteger(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "last_prices",
        Column("asset", Text, nullable=False),
        Column("currency", Text, nullable=False),
        Column("price", EXACT, nullable=False),
        Column("as_of", MOMENT, nullable=False),
        Column("sources", Text, nullable=False),
        Column("grade", Text, nullable=False),
        Column("spread", EXACT),
        PrimaryKeyConstraint("asset", "currency", name="pk_last_prices"),
        *(amount(name).ddl_if(dialect="postgresql") for name in ("price", "spread")),
    )


def amount(name: str) -> CheckConstraint:
    """NaN is greater than every number, to PostgreSQL."""
    return CheckConstraint(f"{name} >= 0 AND {name} < 1e30", name=op.f(f"ck_last_prices_{name}"))
