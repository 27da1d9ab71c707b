"""Rings of keys, the data keys of users, and their secrets: the master key is a ring of one."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

revision = "0010"
down_revision = "0009"

ID = Uuid().with_variant(LargeBinary(16), "sqlite")
MOMENT = DateTime(timezone=True).with_variant(BigInteger(), "sqlite")

INSTALLATION = "00000000-0000-0000-0000-000000000000"
OWNER = "nullif(nullif(current_setting('cryptotracker.owner', true), ''), '*')::uuid"
EVERYBODY = "coalesce(current_setting('cryptotracker.owner', true), '') = '*'"


def upgrade() -> None:
    op.create_table(
        "ring_keys",
        Column("ring", Text, nullable=False),
        Column("number", Integer, nullable=False),
        Column("id", Text, nullable=False),
        Column("proof", LargeBinary, nullable=False),
        Column("made_at", MOMENT, nullable=False),
        PrimaryKeyConstraint("ring", "number", name="pk_ring_keys"),
        UniqueConstraint("ring", "id", name="uq_ring_keys_ring_id"),
    )
    op.execute(
        text(
            "INSERT INTO ring_keys (ring, number, id, proof, made_at) "
            "SELECT 'master', 1, id, proof, made_at FROM master_keys"
        )
    )
    op.drop_table("master_keys")
    op.create_table(
        "worker_keys",
        Column("number", Integer, nullable=False, autoincrement=False),
        Column("public", LargeBinary(32), nullable=False),
        Column("made_at", MOMENT, nullable=False),
        PrimaryKeyConstraint("number", name="pk_worker_keys"),
    )
    of_owners()


def of_owners() -> None:
    op.create_table(
        "data_keys",
        Column("owner", ID, nullable=False),
        Column("ring", Text, nullable=False),
        Column("number", Integer, nullable=False),
        Column("wrapped_by", Text, nullable=False),
        Column("wrapped", LargeBinary, nullable=False),
        Column("made_at", MOMENT, nullable=False),
        PrimaryKeyConstraint("owner", "ring", "number", name="pk_data_keys"),
    )
    op.create_index("ix_data_keys_ring_wrapped_by", "data_keys", ["ring", "wrapped_by"])
    op.create_table(
        "secrets",
        Column("owner", ID, nullable=False),
        Column("record", ID, nullable=False),
        Column("field", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("version", Integer, nullable=False),
        Column("ring", Text, nullable=False),
        Column("key", Integer, nullable=False),
        Column("sealed", LargeBinary, nullable=False),
        PrimaryKeyConstraint("owner", "record", "field", name="pk_secrets"),
    )
    sent = text("ring = 'worker'")
    op.create_index(
        "ix_secrets_sent", "secrets", ["owner"], postgresql_where=sent, sqlite_where=sent
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in ("data_keys", "secrets"):
            op.execute(text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
            op.execute(text(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"))
            rule = f"{EVERYBODY} OR owner = {OWNER}"
            op.execute(text(f"CREATE POLICY owner ON {table} USING ({rule})"))
            rule = f"owner = '{INSTALLATION}'"
            op.execute(text(f"CREATE POLICY installation ON {table} FOR SELECT USING ({rule})"))
