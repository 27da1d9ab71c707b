"""What sources told of past days, kept so that nobody is asked twice."""

import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import TypeAlias

from attrs import field, frozen

from cryptotracker.domain.errors import DatabaseUnavailableError
from cryptotracker.domain.market.assets import Currency, is_money
from cryptotracker.domain.market.paths import PIVOTS
from cryptotracker.domain.market.told import DayPrice, Question
from cryptotracker.ports.kept_prices import Pair
from cryptotracker.ports.persistence import Database

log = logging.getLogger(__name__)

Asked: TypeAlias = tuple[str, str, str]
"""A source, an asset and a currency."""


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


@frozen
class Remembered:
    """What is kept of some days, and what sources were asked about before."""

    prices: Sequence[DayPrice] = ()
    questions: Mapping[Asked, Sequence[Question]] = field(factory=dict)


@frozen
class Memory:
    """The prices of past days in the database; while that is away, all is asked for again."""

    _database: Database

    async def recall(
        self, assets: Collection[str], currency: Currency, since: date, until: date
    ) -> Remembered:
        pairs = pairs_of(assets, currency)
        try:
            async with self._database.snapshot() as work:
                prices = await work.history.read(
                    pairs, since=midnight(since), until=midnight(until)
                )
                questions = await work.questions.asked([(asset, currency) for asset in assets])
        except DatabaseUnavailableError:
            log.warning("the prices of past days cannot be read now")
            return Remembered()
        asked: dict[Asked, list[Question]] = {}
        for each in questions:
            asked.setdefault((each.source, each.asset, each.currency), []).append(each)
        return Remembered(prices, asked)

    async def keep(self, told: Sequence[DayPrice], question: Question | None) -> int:
        """Keep what was told, and that it was asked; say how much of it corrects what was."""
        if not told and question is None:
            return 0
        try:
            async with self._database.transaction() as work:
                corrections = await work.history.keep(told)
                if question is not None:
                    await work.questions.answered(question)
        except DatabaseUnavailableError:
            log.warning("the prices of past days cannot be kept now")
            return 0
        return corrections


def pairs_of(assets: Collection[str], currency: Currency) -> set[Pair]:
    """List what prices assets in a currency, or what lies between two currencies."""
    money = {each for each in assets if is_money(each)} | {currency}
    found = {(asset, str(currency)) for asset in assets}
    return found | {(pivot, each) for pivot in PIVOTS for each in money if pivot != each}
