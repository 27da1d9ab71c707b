"""Whose a job is; on PostgreSQL the server keeps owners' jobs and files apart, too."""

from alembic import op
from sqlalchemy import Column, LargeBinary, Uuid, text

revision = "0008"
down_revision = "0007"

ID = Uuid().with_variant(LargeBinary(16), "sqlite")
UNFINISHED = "state IN ('waiting', 'running')"

OWNER = "nullif(nullif(current_setting('cryptotracker.owner', true), ''), '*')::uuid"
EVERYBODY = "coalesce(current_setting('cryptotracker.owner', true), '') = '*'"
FILES = """import_id IN (SELECT id FROM imports WHERE portfolio_id = ANY (ARRAY(
    SELECT id FROM portfolios WHERE owner = _)))
"""
POLICIES = {"jobs": f"owner = {OWNER}", "import_files": FILES.replace("_)", f"{OWNER})")}


def upgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:  # or there would be no portfolios to look into
        op.execute(text("SELECT set_config('cryptotracker.owner', '*', true)"))
    op.add_column("jobs", Column("owner", ID))
    # What has no portfolio the service does for itself: it clears up, and makes backups.
    op.execute(
        text(
            "UPDATE jobs SET owner ="
            " (SELECT owner FROM portfolios WHERE portfolios.id = jobs.portfolio_id)"
        )
    )
    op.create_index("ix_jobs_owner_id", "jobs", ["owner", "id"])
    op.drop_index("ix_jobs_unique_key", "jobs")
    create_unique("ix_jobs_owner_unique_key", ["owner", "unique_key"], UNFINISHED)
    create_unique("ix_jobs_unique_key", ["unique_key"], f"{UNFINISHED} AND owner IS NULL")
    if postgres:
        for table, rule in POLICIES.items():
            op.execute(text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
            op.execute(text(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"))
            op.execute(text(f"CREATE POLICY owner ON {table} USING ({EVERYBODY} OR {rule})"))


def create_unique(name: str, columns: list[str], where: str) -> None:
    op.create_index(
        name,
        "jobs",
        columns,
        unique=True,
        postgresql_where=text(where),
        sqlite_where=text(where),
    )
