"""What sources told of past days, in its tables."""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, Final

from attrs import asdict, frozen
from sqlalchemy import (
    ColumnElement,
    and_,
    delete,
    func,
    select,
    tuple_,
    union,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from cryptotracker.adapters.persistence.columns import Moment
from cryptotracker.adapters.persistence.conflicts import insert_into
from cryptotracker.adapters.persistence.ownership import Scope
from cryptotracker.adapters.persistence.price_tables import day_prices, price_questions
from cryptotracker.adapters.persistence.tables import portfolios, transactions
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.told import DayPrice, Question
from cryptotracker.ports.kept_prices import Pair
from cryptotracker.ports.price_history import Needed, PriceHistory, PriceQuestions, Resting

AT_ONCE: Final = 500
IN_ORDER: Final = tuple(
    day_prices.c[name] for name in ("asset", "currency", "as_of", "source", "fetched_at")
)
LEGS: Final = ("sent_asset", "received_asset", "fee_asset")


@frozen
class SqlPriceHistory(PriceHistory):
    _connection: AsyncConnection

    async def read(
        self, pairs: Collection[Pair], *, since: datetime, until: datetime
    ) -> Sequence[DayPrice]:
        days = day_prices.c.as_of.between(since, until)
        counting = {key_of(each): each for each in await self._all(pairs, days)}  # the last
        return sorted(counting.values(), key=lambda each: (each.as_of, each.source))

    async def keep(self, told: Sequence[DayPrice]) -> int:
        if not told:
            return 0
        days = [each.as_of for each in told]
        pairs = {(each.asset, each.currency) for each in told}
        known = await self.read(pairs, since=min(days), until=max(days))
        before = {key_of(each): each for each in known}
        new = [
            each
            for each in told
            if key_of(each) not in before or each.corrects(before[key_of(each)])
        ]
        if new:
            rows = insert_into(day_prices, self._connection).on_conflict_do_nothing()
            await self._connection.execute(rows, [asdict(each) for each in new])
        return sum(key_of(each) in before for each in new)

    async def trace(self, pair: Pair, as_of: datetime) -> Sequence[DayPrice]:
        found = await self._all([pair], day_prices.c.as_of == as_of)
        return sorted(found, key=lambda each: (each.fetched_at, each.source))

    async def _all(self, pairs: Collection[Pair], days: ColumnElement[bool]) -> list[DayPrice]:
        found: list[DayPrice] = []
        for some in pieces(pairs):
            query = select(day_prices).where(of_pairs(day_prices.c, some), days)
            rows = await self._connection.execute(query.order_by(*IN_ORDER))
            found += [DayPrice(**with_currency(row)) for row in rows.mappings()]
        return found


@frozen
class SqlPriceQuestions(PriceQuestions):
    _scope: Scope

    @property
    def _connection(self) -> AsyncConnection:
        return self._scope.connection

    async def asked(self, pairs: Collection[Pair]) -> Sequence[Question]:
        found: list[Question] = []
        for some in pieces(pairs):
            query = select(price_questions).where(of_pairs(price_questions.c, some))
            rows = await self._connection.execute(query.order_by(*price_questions.primary_key))
            found += [question_of(row) for row in rows.mappings()]
        return found

    async def answered(self, question: Question) -> None:
        row = asdict(question)
        row |= {"since": midnight(question.since), "until": midnight(question.until)}
        included = and_(
            *(price_questions.c[name] == row[name] for name in ("asset", "currency", "source")),
            price_questions.c.since >= row["since"],
            price_questions.c.until <= row["until"],
            price_questions.c.asked_at <= row["asked_at"],
        )
        await self._connection.execute(delete(price_questions).where(included))
        new = insert_into(price_questions, self._connection)
        await self._connection.execute(new.values(row).on_conflict_do_nothing())

    async def needed(self) -> Sequence[Needed]:
        named = union_all(
            *(
                select(
                    transactions.c[leg].label("asset"),
                    portfolios.c.currency,
                    func.min(transactions.c.time, type_=Moment).label("since"),
                )
                .join(portfolios, portfolios.c.id == transactions.c.portfolio_id)
                .where(transactions.c[leg].is_not(None), self._scope.owns(portfolios.c.owner))
                .group_by(transactions.c[leg], portfolios.c.currency)
                for leg in LEGS
            )
        ).subquery()
        first = func.min(named.c.since, type_=Moment)
        query = (
            select(named.c.asset, named.c.currency, first)
            .where(named.c.asset != named.c.currency)
            .group_by(named.c.asset, named.c.currency)
            .order_by(named.c.asset, named.c.currency)
        )
        rows = await self._connection.execute(query)
        return [Needed(asset=asset, currency=code, since=since) for asset, code, since in rows]

    async def resting_on(self, pairs: Collection[Pair]) -> Sequence[Resting]:
        found: set[Resting] = set()
        for some in pieces(pairs):
            query = union(
                *(
                    select(portfolios.c.owner, portfolios.c.id)
                    .join(transactions, transactions.c.portfolio_id == portfolios.c.id)
                    .where(
                        tuple_(transactions.c[leg], portfolios.c.currency).in_(some),
                        self._scope.owns(portfolios.c.owner),
                    )
                    for leg in LEGS
                )
            )
            rows = await self._connection.execute(query)
            found |= {Resting(owner=owner, portfolio_id=portfolio) for owner, portfolio in rows}
        return sorted(found, key=lambda each: (each.owner, each.portfolio_id))


def pieces(pairs: Collection[Pair]) -> Iterator[list[Pair]]:
    ordered = sorted(pairs)
    for start in range(0, len(ordered), AT_ONCE):
        yield ordered[start : start + AT_ONCE]


def of_pairs(columns: Any, pairs: Collection[Pair]) -> ColumnElement[bool]:
    return tuple_(columns.asset, columns.currency).in_(pairs)


def key_of(told: DayPrice) -> tuple[str, str, datetime, str]:
    return told.asset, told.currency, told.as_of, told.source


def with_currency(row: Any) -> dict[str, Any]:
    return dict(row) | {"currency": Currency(row["currency"])}


def question_of(row: Any) -> Question:
    days = {"since": row["since"].date(), "until": row["until"].date()}
    return Question(**with_currency(row) | days)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
