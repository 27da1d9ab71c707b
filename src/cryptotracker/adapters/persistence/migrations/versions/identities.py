"""Who users are elsewhere, browsers that were sent there, and proofs that were shown."""

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

revision = "0014"
down_revision = "0013"

ID = Uuid().with_variant(LargeBinary(16), "sqlite")
MOMENT = DateTime(timezone=True).with_variant(BigInteger(), "sqlite")

OWNER = "nullif(nullif(current_setting('cryptotracker.owner', true), ''), '*')::uuid"
EVERYBODY = "coalesce(current_setting('cryptotracker.owner', true), '') = '*'"
POLICIES = {
    "identities": f"user_id = {OWNER}",
    "handshakes": "false",  # no user's, but of those who let people in
    "spent_proofs": "false",
}


def upgrade() -> None:
    make_identities()
    make_handshakes()
    if op.get_bind().dialect.name == "postgresql":
        for table, rule in POLICIES.items():
            op.execute(text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
            op.execute(text(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"))
            op.execute(text(f"CREATE POLICY owner ON {table} USING ({EVERYBODY} OR {rule})"))


def make_identities() -> None:
    op.create_table(
        "identities",
        Column("id", ID, nullable=False),
        Column("user_id", ID, nullable=False),
        Column("issuer", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("label", Text, nullable=False),
        Column("linked_at", MOMENT, nullable=False),
        Column("used_at", MOMENT),
        of("identities", "user_id", "users"),
        PrimaryKeyConstraint("id", name="pk_identities"),
        UniqueConstraint("issuer", "subject", name="uq_identities_issuer_subject"),
    )
    op.create_index("ix_identities_user_id", "identities", ["user_id"])


def make_handshakes() -> None:
    op.create_table(
        "handshakes",
        Column("digest", LargeBinary(32), nullable=False),
        Column("browser", LargeBinary(32), nullable=False),
        Column("issuer", Text, nullable=False),
        Column("purpose", Text, nullable=False),
        Column("began_at", MOMENT, nullable=False),
        Column("session_id", ID),
        Column("invitation", LargeBinary(32)),
        of("handshakes", "session_id", "sessions"),
        PrimaryKeyConstraint("digest", name="pk_handshakes"),
    )
    op.create_index("ix_handshakes_began_at", "handshakes", ["began_at"])
    op.create_index("ix_handshakes_session_id", "handshakes", ["session_id"])
    op.create_table(
        "spent_proofs",
        Column("digest", LargeBinary(32), nullable=False),
        Column("until", MOMENT, nullable=False),
        PrimaryKeyConstraint("digest", name="pk_spent_proofs"),
    )
    op.create_index("ix_spent_proofs_until", "spent_proofs", ["until"])


def of(table: str, column: str, to: str) -> ForeignKeyConstraint:
    name = f"fk_{table}_{column}"
    return ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")
