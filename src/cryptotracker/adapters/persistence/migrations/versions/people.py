"""Users, their sessions, and what proves who they are."""

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

revision = "0009"
down_revision = "0008"

ID = Uuid().with_variant(LargeBinary(16), "sqlite")
MOMENT = DateTime(timezone=True).with_variant(BigInteger(), "sqlite")

OWNER = "nullif(nullif(current_setting('cryptotracker.owner', true), ''), '*')::uuid"
EVERYBODY = "coalesce(current_setting('cryptotracker.owner', true), '') = '*'"
POLICIES = {
    "users": f"id = {OWNER}",
    "sessions": f"user_id = {OWNER}",
    "refresh_tokens": "EXISTS (SELECT FROM sessions WHERE sessions.id = session_id)",
    "one_time_tokens": f"user_id = {OWNER}",
    "attempts": "false",  # no user's, but of those who look after all of them
    "signing_keys": "false",
}


def upgrade() -> None:
    make_users()
    make_proofs()
    make_keys()
    if op.get_bind().dialect.name == "postgresql":
        for table, rule in POLICIES.items():
            op.execute(text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
            op.execute(text(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"))
            op.execute(text(f"CREATE POLICY owner ON {table} USING ({EVERYBODY} OR {rule})"))


def make_users() -> None:
    op.create_table(
        "users",
        Column("id", ID, nullable=False),
        *texts("email", "key", "name", "role"),
        Column("password", Text),
        Column("created_at", MOMENT, nullable=False),
        Column("disabled_at", MOMENT),
        PrimaryKeyConstraint("id", name="pk_users"),
        UniqueConstraint("key", name="uq_users_key"),
    )
    op.create_table(
        "sessions",
        Column("id", ID, nullable=False),
        Column("user_id", ID, nullable=False),
        *texts("client", "device", "address"),
        Column("created_at", MOMENT, nullable=False),
        Column("seen_at", MOMENT, nullable=False),
        Column("fresh_until", MOMENT, nullable=False),
        Column("csrf", LargeBinary(32), nullable=False),
        Column("ended_at", MOMENT),
        *texts("ended_by"),
        of("sessions", "user_id", "users"),
        PrimaryKeyConstraint("id", name="pk_sessions"),
    )
    op.create_index("ix_sessions_seen_at", "sessions", ["seen_at"])
    op.create_index("ix_sessions_user_id_seen_at", "sessions", ["user_id", "seen_at"])


def make_proofs() -> None:
    op.create_table(
        "refresh_tokens",
        Column("digest", LargeBinary(32), nullable=False),
        Column("session_id", ID, nullable=False),
        Column("used_at", MOMENT),
        of("refresh_tokens", "session_id", "sessions"),
        PrimaryKeyConstraint("digest", name="pk_refresh_tokens"),
    )
    op.create_index("ix_refresh_tokens_session_id", "refresh_tokens", ["session_id"])
    op.create_table(
        "one_time_tokens",
        Column("digest", LargeBinary(32), nullable=False),
        *texts("kind", "email"),
        Column("user_id", ID),
        *texts("name", "password"),
        Column("expires_at", MOMENT, nullable=False),
        Column("used_at", MOMENT),
        of("one_time_tokens", "user_id", "users"),
        PrimaryKeyConstraint("digest", name="pk_one_time_tokens"),
    )
    op.create_index("ix_one_time_tokens_user_id", "one_time_tokens", ["user_id"])
    op.create_index("ix_one_time_tokens_expires_at", "one_time_tokens", ["expires_at"])


def make_keys() -> None:
    op.create_table(
        "attempts",
        Column("kind", Text, nullable=False),
        Column("digest", LargeBinary(32), nullable=False),
        Column("wrong", Integer, nullable=False),
        Column("last_at", MOMENT),
        PrimaryKeyConstraint("kind", "digest", name="pk_attempts"),
    )
    op.create_index("ix_attempts_last_at", "attempts", ["last_at"])
    op.create_table(
        "signing_keys",
        Column("id", Text, nullable=False),
        Column("public", Text, nullable=False),
        Column("created_at", MOMENT, nullable=False),
        Column("signs_from", MOMENT, nullable=False),
        PrimaryKeyConstraint("id", name="pk_signing_keys"),
    )


def texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def of(table: str, column: str, to: str) -> ForeignKeyConstraint:
    name = f"fk_{table}_{column}"
    return ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")
