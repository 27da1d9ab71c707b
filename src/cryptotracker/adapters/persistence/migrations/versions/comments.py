"""What people say about portfolios."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKeyConstraint,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    Uuid,
    text,
)

revision = "0019"
down_revision = "0017"

ID = Uuid().with_variant(LargeBinary(16), "sqlite")
MOMENT = DateTime(timezone=True).with_variant(BigInteger(), "sqlite")

EVERYBODY = "coalesce(current_setting('cryptotracker.owner', true), '') = '*'"
# By index, whatever others have.
OURS = """portfolio_id = ANY (ARRAY(
    SELECT id FROM portfolios
    WHERE owner = nullif(nullif(current_setting('cryptotracker.owner', true), ''), '*')::uuid))
"""
# Whoever wrote something may read it, to take it with them.
WRITTEN = "user_id = nullif(nullif(current_setting('cryptotracker.owner', true), ''), '*')::uuid"
SEEN, KEPT = f"{EVERYBODY} OR {OURS} OR {WRITTEN}", f"{EVERYBODY} OR {OURS}"


def upgrade() -> None:
    op.create_table(
        "comments",
        Column("id", ID, nullable=False),
        Column("portfolio_id", ID, nullable=False),
        Column("about", Text, nullable=False),
        Column("user_id", ID, nullable=False),
        Column("text", Text, nullable=False),
        Column("created_at", MOMENT, nullable=False),
        Column("edited_at", MOMENT),
        Column("resolved_at", MOMENT),
        ForeignKeyConstraint(
            ["portfolio_id"],
            ["portfolios.id"],
            name="fk_comments_portfolio_id",
            ondelete="CASCADE",
        ),
        PrimaryKeyConstraint("id", name="pk_comments"),
    )
    op.create_index(
        "ix_comments_portfolio_id_about_id", "comments", ["portfolio_id", "about", "id"]
    )
    op.create_index("ix_comments_user_id_id", "comments", ["user_id", "id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(text("ALTER TABLE comments ENABLE ROW LEVEL SECURITY"))
        op.execute(text("ALTER TABLE comments FORCE ROW LEVEL SECURITY"))
        op.execute(text(f"CREATE POLICY owner ON comments USING ({SEEN}) WITH CHECK ({KEPT})"))
