"""What all tables have in common: how their constraints are named, and columns of usual kinds."""

from typing import Any, Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, MetaData, Text
from sqlalchemy import text as sql

from cryptotracker.adapters.persistence.columns import Id

DIALECT: Final = "dialect"
"""What belongs to one kind of database only says which; Alembic does not look at `ddl_if`."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def belongs(name: str, to: str) -> Column[object]:
    return Column(name, Id, ForeignKey(f"{to}.id", ondelete="CASCADE"), nullable=False)


def partial(where: str) -> dict[str, Any]:
    """Leave rows out of an index."""
    return {"postgresql_where": sql(where), "sqlite_where": sql(where)}


def amounts(*names: str) -> list[CheckConstraint]:
    """Refuse what PostgreSQL's numeric would take: NaN, infinities, more than 30 digits."""
    return [
        CheckConstraint(f"{name} >= 0 AND {name} < 1e30", name=name).ddl_if(dialect="postgresql")
        for name in names
    ]  # NaN is greater than every number
