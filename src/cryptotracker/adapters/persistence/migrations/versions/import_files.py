"""Where the file of each import is kept."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    Uuid,
)

revision = "0002"
down_revision = "0001"

ID = Uuid().with_variant(LargeBinary(16), "sqlite")


def upgrade() -> None:
    op.create_table(
        "import_files",
        Column("import_id", ID, nullable=False),
        Column("key", Text, nullable=False),
        Column("size", BigInteger, nullable=False),
        Column("digest", LargeBinary(32), nullable=False),
        Column("line_end", LargeBinary(1), nullable=False),
        Column("lines_ended", LargeBinary, nullable=False),
        PrimaryKeyConstraint("import_id", name="pk_import_files"),
        UniqueConstraint("key", name="uq_import_files_key"),
        ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name="fk_import_files_import_id", ondelete="CASCADE"
        ),
    )
