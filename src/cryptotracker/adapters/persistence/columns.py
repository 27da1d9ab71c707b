"""The values of our tables, exact on PostgreSQL and on SQLite, which knows few types."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, LargeBinary, Numeric, Text, Uuid
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from cryptotracker.domain.numbers import plain

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)


class Exact(TypeDecorator[Decimal]):
    """A decimal to its last digit. SQLite would make it a float, so it keeps text."""

    impl = Numeric().with_variant(Text(), "sqlite")
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Decimal | str | None:
        return plain(value) if dialect.name == "sqlite" and value is not None else value

    def process_result_value(self, value: Decimal | str | None, _: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Moment(TypeDecorator[datetime]):
    """An aware time in UTC. SQLite counts its microseconds, which sort and compare as they are."""

    impl = DateTime(timezone=True).with_variant(BigInteger(), "sqlite")
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | int | None:
        return microseconds(value) if dialect.name == "sqlite" and value is not None else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return moment(value) if dialect.name == "sqlite" else value.astimezone(UTC)


class Id(TypeDecorator[UUID]):
    """A UUID. SQLite keeps its sixteen bytes, which take half the place of text."""

    impl = Uuid().with_variant(LargeBinary(16), "sqlite")
    cache_ok = True

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> UUID | bytes | None:
        return value.bytes if dialect.name == "sqlite" and value is not None else value

    def process_result_value(self, value: UUID | bytes | None, _: Dialect) -> UUID | None:
        return UUID(bytes=value) if isinstance(value, bytes) else value


def microseconds(time: datetime) -> int:
    return (time - EPOCH) // MICROSECOND


def moment(count: int) -> datetime:
    return EPOCH + timedelta(microseconds=count)
