"""Which master key the secrets of this database are sealed with."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
)

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "master_keys",
        Column("only", Integer, nullable=False),
        Column("id", Text, nullable=False),
        Column("proof", LargeBinary, nullable=False),
        Column(
            "made_at", DateTime(timezone=True).with_variant(BigInteger(), "sqlite"), nullable=False
        ),
        PrimaryKeyConstraint("only", name="pk_master_keys"),
    )
