"""Second factors, and what was asked of those who sign in."""

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

revision = "0011"
down_revision = "0010"

ID = Uuid().with_variant(LargeBinary(16), "sqlite")
MOMENT = DateTime(timezone=True).with_variant(BigInteger(), "sqlite")

OWNER = "nullif(nullif(current_setting('cryptotracker.owner', true), ''), '*')::uuid"
EVERYBODY = "coalesce(current_setting('cryptotracker.owner', true), '') = '*'"
TABLES = ("totps", "recovery_codes", "passkeys", "challenges")


def upgrade() -> None:
    make_factors()
    make_passkeys()
    make_challenges()
    if op.get_bind().dialect.name == "postgresql":
        rule = f"USING ({EVERYBODY} OR user_id = {OWNER})"
        for table in TABLES:
            op.execute(text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
            op.execute(text(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"))
            op.execute(text(f"CREATE POLICY owner ON {table} {rule}"))


def make_factors() -> None:
    op.create_table(
        "totps",
        Column("user_id", ID, nullable=False),
        Column("id", ID, nullable=False),
        Column("made_at", MOMENT, nullable=False),
        Column("on_since", MOMENT),
        Column("last_step", BigInteger, nullable=False),
        of_user("totps"),
        PrimaryKeyConstraint("user_id", name="pk_totps"),
    )
    op.create_table(
        "recovery_codes",
        Column("user_id", ID, nullable=False),
        Column("digest", LargeBinary(32), nullable=False),
        Column("used_at", MOMENT),
        of_user("recovery_codes"),
        PrimaryKeyConstraint("user_id", "digest", name="pk_recovery_codes"),
    )


def make_passkeys() -> None:
    op.create_table(
        "passkeys",
        Column("id", ID, nullable=False),
        Column("user_id", ID, nullable=False),
        Column("credential", Text, nullable=False),
        Column("public_key", LargeBinary, nullable=False),
        Column("sign_count", BigInteger, nullable=False),
        Column("name", Text, nullable=False),
        Column("created_at", MOMENT, nullable=False),
        Column("used_at", MOMENT),
        of_user("passkeys"),
        PrimaryKeyConstraint("id", name="pk_passkeys"),
        UniqueConstraint("credential", name="uq_passkeys_credential"),
    )
    op.create_index("ix_passkeys_user_id", "passkeys", ["user_id"])


def make_challenges() -> None:
    op.create_table(
        "challenges",
        Column("digest", LargeBinary(32), nullable=False),
        Column("kind", Text, nullable=False),
        Column("user_id", ID),
        Column("client", Text, nullable=False),
        Column("device", Text, nullable=False),
        Column("proved", LargeBinary(32), nullable=False),
        Column("tries", Integer, nullable=False),
        Column("expires_at", MOMENT, nullable=False),
        Column("used_at", MOMENT),
        of_user("challenges"),
        PrimaryKeyConstraint("digest", name="pk_challenges"),
    )
    op.create_index("ix_challenges_user_id", "challenges", ["user_id"])
    op.create_index("ix_challenges_expires_at", "challenges", ["expires_at"])


def of_user(table: str) -> ForeignKeyConstraint:
    name = f"fk_{table}_user_id"
    return ForeignKeyConstraint(["user_id"], ["users.id"], name=name, ondelete="CASCADE")
