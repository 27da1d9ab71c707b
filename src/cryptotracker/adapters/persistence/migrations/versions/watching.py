"""Watch-lists, and stars."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

revision = "0026"
down_revision = "0025"

ID = Uuid().with_variant(LargeBinary(16), "sqlite")
MOMENT = DateTime(timezone=True).with_variant(BigInteger(), "sqlite")

OWNER = "nullif(nullif(current_setting('cryptotracker.owner', true), ''), '*')::uuid"
EVERYBODY = "coalesce(current_setting('cryptotracker.owner', true), '') = '*'"
MINE = f"{EVERYBODY} OR owner = {OWNER}"
RULES = {
    "watch_lists": MINE,
    "stars": MINE,
    # By index, and of rows that the server shows anyway only to whom they are of.
    "watched_assets": "list_id = ANY (ARRAY(SELECT id FROM watch_lists))",
}


def upgrade() -> None:
    op.create_table(
        "watch_lists",
        Column("id", ID, nullable=False),
        Column("owner", ID, nullable=False),
        Column("name", Text, nullable=False),
        Column("created_at", MOMENT, nullable=False),
        Column("version", Integer, nullable=False),
        PrimaryKeyConstraint("id", name="pk_watch_lists"),
        UniqueConstraint("owner", "name", name="uq_watch_lists_owner_name"),
    )
    op.create_table(
        "watched_assets",
        Column("list_id", ID, nullable=False),
        Column("place", Integer, nullable=False),
        Column("asset", Text, nullable=False),
        ForeignKeyConstraint(
            ["list_id"],
            ["watch_lists.id"],
            name="fk_watched_assets_list_id",
            ondelete="CASCADE",
        ),
        PrimaryKeyConstraint("list_id", "place", name="pk_watched_assets"),
    )
    op.create_table(
        "stars",
        Column("owner", ID, nullable=False),
        Column("asset", Text, nullable=False),
        Column("marked_at", MOMENT, nullable=False),
        PrimaryKeyConstraint("owner", "asset", name="pk_stars"),
    )
    if op.get_bind().dialect.name == "postgresql":
        for table, rule in RULES.items():
            op.execute(text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
            op.execute(text(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"))
            op.execute(text(f"CREATE POLICY owner ON {table} USING ({rule})"))
