"""Those who run a place are found by an index, however many others there are."""

from alembic import op
from sqlalchemy import text

revision = "0017"
down_revision = "0015"


def upgrade() -> None:
    where = text("role = 'admin' AND disabled_at IS NULL")
    op.create_index(
        "ix_users_administrators", "users", ["id"], postgresql_where=where, sqlite_where=where
    )
