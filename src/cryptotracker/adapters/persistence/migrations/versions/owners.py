"""Whose a portfolio is; on PostgreSQL the server keeps owners apart, too."""

from uuid import UUID

from alembic import op
from sqlalchemy import Column, LargeBinary, Uuid, bindparam, text

revision = "0006"
down_revision = "0005"

ID = Uuid().with_variant(LargeBinary(16), "sqlite")
FIRST_OWNER = UUID("00000000-0000-7000-8000-000000000001")

# Empty outside of a transaction that said for whom it works: then there are no rows at all.
OWNER = "nullif(nullif(current_setting('cryptotracker.owner', true), ''), '*')::uuid"
EVERYBODY = "coalesce(current_setting('cryptotracker.owner', true), '') = '*'"
POLICIES = {
    "portfolios": f"owner = {OWNER}",
    "answers": f"owner = {OWNER}",
    "imports": "portfolio_id = ANY (ARRAY(SELECT id FROM portfolios))",
    "import_rejections": "import_id IN (SELECT id FROM imports)",
    "transactions": "portfolio_id = ANY (ARRAY(SELECT id FROM portfolios))",
    "claims": "import_id IN (SELECT id FROM imports)",
}


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.add_column("portfolios", Column("owner", ID))
    first = bindparam("first", FIRST_OWNER.bytes if sqlite else FIRST_OWNER, ID)
    op.execute(text("UPDATE portfolios SET owner = :first").bindparams(first))
    with op.batch_alter_table("portfolios") as batch:
        batch.alter_column("owner", existing_type=ID, nullable=False)
        batch.drop_constraint("uq_portfolios_name", type_="unique")
        batch.create_unique_constraint("uq_portfolios_owner_name", ["owner", "name"])
    op.create_index("ix_portfolios_owner_id", "portfolios", ["owner", "id"])
    if not sqlite:
        for table, rule in POLICIES.items():
            op.execute(text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
            op.execute(text(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"))
            op.execute(text(f"CREATE POLICY owner ON {table} USING ({EVERYBODY} OR {rule})"))
