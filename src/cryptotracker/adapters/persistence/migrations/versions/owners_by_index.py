"""The rules between owners ask for an owner's portfolios by index, whatever others have."""

from alembic import op
from sqlalchemy import text

revision = "0007"
down_revision = "0006"

EVERYBODY = "coalesce(current_setting('cryptotracker.owner', true), '') = '*'"
# The rule of portfolios says the same, but as one of two cases, for which there is no index.
PORTFOLIOS = """portfolio_id = ANY (ARRAY(
    SELECT id FROM portfolios
    WHERE owner = nullif(nullif(current_setting('cryptotracker.owner', true), ''), '*')::uuid))
"""
IMPORTS = "import_id IN (SELECT id FROM imports WHERE _)".replace("_)", f"{PORTFOLIOS})")
POLICIES = {
    "imports": PORTFOLIOS,
    "transactions": PORTFOLIOS,
    "import_rejections": IMPORTS,
    "claims": IMPORTS,
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table, rule in POLICIES.items():
            op.execute(text(f"ALTER POLICY owner ON {table} USING ({EVERYBODY} OR {rule})"))
