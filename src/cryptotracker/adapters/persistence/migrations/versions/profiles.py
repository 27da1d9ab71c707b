"""What people choose for themselves, and their pictures."""

from alembic import op
from sqlalchemy import Boolean, Column, Integer, LargeBinary, PrimaryKeyConstraint, Text, Uuid, text

revision = "0021"
down_revision = "0020"

ID = Uuid().with_variant(LargeBinary(16), "sqlite")

OWNER = "nullif(nullif(current_setting('cryptotracker.owner', true), ''), '*')::uuid"
EVERYBODY = "coalesce(current_setting('cryptotracker.owner', true), '') = '*'"
RULE = f"{EVERYBODY} OR owner = {OWNER}"


def upgrade() -> None:
    op.create_table(
        "preferences",
        Column("owner", ID, nullable=False),
        Column("base_currency", Text, nullable=False),
        *(Column(name, Text) for name in ("time_zone", "country", "locale")),
        Column("week_start", Text, nullable=False),
        Column("hide_amounts", Boolean, nullable=False),
        Column("theme", Text, nullable=False),
        Column("notices", Text, nullable=False),
        Column("avatar", Text),
        Column("version", Integer, nullable=False),
        PrimaryKeyConstraint("owner", name="pk_preferences"),
    )
    op.create_table(
        "avatars",
        Column("owner", ID, nullable=False),
        Column("picture", LargeBinary, nullable=False),
        PrimaryKeyConstraint("owner", name="pk_avatars"),
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in ("preferences", "avatars"):
            op.execute(text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
            op.execute(text(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"))
            op.execute(text(f"CREATE POLICY owner ON {table} USING ({RULE})"))
