"""What owners let others see of their portfolios."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKeyConstraint,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

revision = "0015"
down_revision = "0014"

ID = Uuid().with_variant(LargeBinary(16), "sqlite")
MOMENT = DateTime(timezone=True).with_variant(BigInteger(), "sqlite")

EVERYBODY = "coalesce(current_setting('cryptotracker.owner', true), '') = '*'"
POLICIES = {
    # By index, whatever others have. Whom a share is for finds it as those do who sign in.
    "portfolio_shares": """portfolio_id = ANY (ARRAY(
        SELECT id FROM portfolios
        WHERE owner = nullif(nullif(current_setting('cryptotracker.owner', true), ''), '*')::uuid))
    """,
    "share_visits": "share_id IN (SELECT id FROM portfolio_shares)",
}


def upgrade() -> None:
    op.create_table(
        "portfolio_shares",
        Column("id", ID, nullable=False),
        Column("portfolio_id", ID, nullable=False),
        *(Column(name, Text, nullable=False) for name in ("kind", "scope", "label", "email")),
        Column("key", Text),
        Column("user_id", ID),
        Column("digest", LargeBinary(32)),
        Column("passcode", Text),
        Column("created_at", MOMENT, nullable=False),
        Column("expires_at", MOMENT, nullable=False),
        of("portfolio_shares", "portfolio_id", "portfolios"),
        of("portfolio_shares", "user_id", "users"),
        PrimaryKeyConstraint("id", name="pk_portfolio_shares"),
        UniqueConstraint("digest", name="uq_portfolio_shares_digest"),
    )
    for column in ("portfolio_id", "key", "user_id", "expires_at"):
        op.create_index(f"ix_portfolio_shares_{column}", "portfolio_shares", [column])
    op.create_table(
        "share_visits",
        Column("digest", LargeBinary(32), nullable=False),
        Column("share_id", ID, nullable=False),
        Column("expires_at", MOMENT, nullable=False),
        of("share_visits", "share_id", "portfolio_shares"),
        PrimaryKeyConstraint("digest", name="pk_share_visits"),
    )
    for column in ("share_id", "expires_at"):
        op.create_index(f"ix_share_visits_{column}", "share_visits", [column])
    op.add_column("imports", Column("added_by", Text))
    if op.get_bind().dialect.name == "postgresql":
        for table, rule in POLICIES.items():
            op.execute(text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
            op.execute(text(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"))
            op.execute(text(f"CREATE POLICY owner ON {table} USING ({EVERYBODY} OR {rule})"))


def of(table: str, column: str, to: str) -> ForeignKeyConstraint:
    name = f"fk_{table}_{column}"
    return ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")
