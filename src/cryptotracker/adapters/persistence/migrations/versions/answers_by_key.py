"""The answers to requests that carry a key."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    Uuid,
)

revision = "0005"
down_revision = "0004"

ID = Uuid().with_variant(LargeBinary(16), "sqlite")
MOMENT = DateTime(timezone=True).with_variant(BigInteger(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "answers",
        Column("owner", ID, nullable=False),
        Column("key", Text, nullable=False),
        Column("holder", ID, nullable=False),
        Column("until", MOMENT, nullable=False),
        Column("request", LargeBinary),
        Column("status", Integer),
        Column("headers", Text),
        Column("body", LargeBinary),
        PrimaryKeyConstraint("owner", "key", name="pk_answers"),
    )
    op.create_index("ix_answers_owner_until", "answers", ["owner", "until"])
