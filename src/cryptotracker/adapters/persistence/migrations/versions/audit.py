"""What is written down of people's accounts; the database itself refuses to change it."""

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
    Uuid,
    text,
)

revision = "0013"
down_revision = "0012"

ID = Uuid().with_variant(LargeBinary(16), "sqlite")
MOMENT = DateTime(timezone=True).with_variant(BigInteger(), "sqlite")
NUMBER = BigInteger().with_variant(Integer(), "sqlite")

OWNER = "nullif(nullif(current_setting('cryptotracker.owner', true), ''), '*')::uuid"
EVERYBODY = "coalesce(current_setting('cryptotracker.owner', true), '') = '*'"
RULE = f"{EVERYBODY} OR user_id = {OWNER}"

# A record may go when its user is gone, or once it is old: a day before we ask, as clocks differ.
POSTGRES = (
    """
    CREATE OR REPLACE FUNCTION audit_records_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF OLD.at < now() - interval '399 days'
                OR NOT EXISTS (SELECT FROM users WHERE id = OLD.user_id)
            THEN
                RETURN OLD;
            END IF;
        END IF;
        RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'restrict_violation';
    END
    $$
    """,
    """
    CREATE TRIGGER audit_records_unchanged BEFORE UPDATE OR DELETE ON audit_records
    FOR EACH ROW EXECUTE FUNCTION audit_records_refuse()
    """,
    """
    CREATE TRIGGER audit_records_kept BEFORE TRUNCATE ON audit_records
    FOR EACH STATEMENT EXECUTE FUNCTION audit_records_refuse()
    """,
)
SQLITE = (
    """
    CREATE TRIGGER audit_records_unchanged BEFORE UPDATE ON audit_records
    BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END
    """,
    """
    CREATE TRIGGER audit_records_kept BEFORE DELETE ON audit_records
    WHEN OLD.at >= (CAST(strftime('%s', 'now') AS INTEGER) - 399 * 86400) * 1000000
        AND EXISTS (SELECT 1 FROM users WHERE id = OLD.user_id)
    BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END
    """,
)


def upgrade() -> None:
    op.create_table(
        "audit_chains",
        Column("user_id", ID, nullable=False),
        Column("number", NUMBER, nullable=False),
        Column("digest", LargeBinary(32), nullable=False),
        Column("forgotten", NUMBER, nullable=False),
        Column("before", LargeBinary(32), nullable=False),
        PrimaryKeyConstraint("user_id", name="pk_audit_chains"),
    )
    op.create_table(
        "audit_records",
        Column("user_id", ID, nullable=False),
        Column("number", NUMBER, nullable=False),
        Column("at", MOMENT, nullable=False),
        *texts("what", "by"),
        Column("actor", ID),
        Column("through", ID),
        *texts("address", "agent", "facts"),
        Column("digest", LargeBinary(32), nullable=False),
        ForeignKeyConstraint(
            ["user_id"], ["audit_chains.user_id"], name="fk_audit_records_user_id"
        ),
        PrimaryKeyConstraint("user_id", "number", name="pk_audit_records"),
    )
    op.create_index("ix_audit_records_at", "audit_records", ["at"])
    postgres = op.get_bind().dialect.name == "postgresql"
    for statement in POSTGRES if postgres else SQLITE:
        op.execute(text(statement))
    for table in ("audit_chains", "audit_records") if postgres else ():
        op.execute(text(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"))
        op.execute(text(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"))
        op.execute(text(f"CREATE POLICY owner ON {table} USING ({RULE})"))


def texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]
