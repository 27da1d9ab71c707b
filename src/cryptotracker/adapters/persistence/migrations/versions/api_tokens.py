"""Tokens that programs act with for their users."""

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

revision = "0012"
down_revision = "0011"

ID = Uuid().with_variant(LargeBinary(16), "sqlite")
MOMENT = DateTime(timezone=True).with_variant(BigInteger(), "sqlite")

OWNER = "nullif(nullif(current_setting('cryptotracker.owner', true), ''), '*')::uuid"
EVERYBODY = "coalesce(current_setting('cryptotracker.owner', true), '') = '*'"
RULE = f"{EVERYBODY} OR user_id = {OWNER}"


def upgrade() -> None:
    op.create_table(
        "api_tokens",
        Column("id", ID, nullable=False),
        Column("user_id", ID, nullable=False),
        Column("name", Text, nullable=False),
        Column("scopes", Text, nullable=False),
        Column("digest", LargeBinary(32), nullable=False),
        Column("created_at", MOMENT, nullable=False),
        Column("expires_at", MOMENT, nullable=False),
        Column("last_used_at", MOMENT),
        ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_api_tokens_user_id", ondelete="CASCADE"
        ),
        PrimaryKeyConstraint("id", name="pk_api_tokens"),
        UniqueConstraint("digest", name="uq_api_tokens_digest"),
    )
    op.create_index("ix_api_tokens_user_id_created_at", "api_tokens", ["user_id", "created_at"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(text("ALTER TABLE api_tokens ENABLE ROW LEVEL SECURITY"))
        op.execute(text("ALTER TABLE api_tokens FORCE ROW LEVEL SECURITY"))
        op.execute(text(f"CREATE POLICY owner ON api_tokens USING ({RULE})"))
