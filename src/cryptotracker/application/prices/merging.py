"""Prices that can be relied on, of sources that cannot: the pipeline.

Ingest: every source is asked at once. Validate: each claim is checked, and refused ones go into
quarantine with the reason. Process: sources agree on a price, or do not. Store: the last good one
is kept. Distribute: an asset is priced in any currency by the best path. Each stage counts.
"""

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

from attrs import define, evolve, field

from cryptotracker.application.prices.asking import Said, ask_all
from cryptotracker.application.prices.quarantine import Quarantine
from cryptotracker.application.prices.recent import Recent
from cryptotracker.application.prices.standing import Standing
from cryptotracker.domain.errors import PriceSourceUnavailableError
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.checks import examine
from cryptotracker.domain.market.consensus import Agreement, agree
from cryptotracker.domain.market.derived import derived
from cryptotracker.domain.market.grades import grade
from cryptotracker.domain.market.jumps import confirmed, remembered
from cryptotracker.domain.market.observations import (
    OF_ANSWERS,
    Claim,
    Feed,
    Observation,
    Refusal,
    cut,
)
from cryptotracker.domain.market.paths import through
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.kept_prices import Pair
from cryptotracker.ports.price_feeds import PriceFeed
from cryptotracker.ports.telemetry import Meter

DOLLAR: Final = Currency("USD")
SUSPECTS_MOST: Final = 1_000
SURE: Final = ("A", "B")
"""A price in a coin whose own price is less sure is no price in dollars."""


@define(eq=False)
class MergePrices:
    """Makes prices of what sources say now; the first named is trusted most."""

    feeds: Sequence[PriceFeed]
    clock: Clock
    quarantine: Quarantine
    standing: Standing
    meter: Meter
    recent: Recent = field(factory=Recent)
    _suspects: "OrderedDict[Pair, list[Observation]]" = field(factory=OrderedDict)
    _turn: asyncio.Lock = field(factory=asyncio.Lock)

    async def quotes(self, assets: Collection[str], currency: Currency) -> Mapping[str, Quote]:
        wanted = {asset for asset in assets if asset != currency}
        said = await self._renew(wanted, currency)
        found = self._priced(wanted, currency)
        missing = wanted - found.keys()
        if missing and currency != DOLLAR:
            said += await self._renew(missing - {DOLLAR}, DOLLAR)
            said += await self._renew({DOLLAR}, currency)
            found |= self._priced(missing, currency)
        self.meter.add("price_pipeline", "distributed", amount=len(found))
        troubled = [each for each in said if each.trouble]
        if wanted and not found and troubled:
            names = ", ".join(dict.fromkeys(each.feed.about.name for each in troubled))
            raise PriceSourceUnavailableError(source=names, reason=troubled[0].trouble)
        return found

    def _priced(self, assets: Collection[str], currency: Currency) -> dict[str, Quote]:
        now = self.clock.now()

        def known(asset: str, to: str) -> Quote | None:
            return self.standing.known((asset, to), now)

        found = {asset: through(asset, currency, known) for asset in sorted(assets)}
        return {asset: quote for asset, quote in found.items() if quote is not None}

    async def _renew(self, assets: Collection[str], currency: Currency) -> list[Said]:
        """Ask for what was not asked for of late; who asks for the same waits for the answer."""
        pairs = [(asset, currency) for asset in assets]
        self.standing.want(pairs, self.clock.now())
        if not self.standing.due(pairs, self.clock.now()):
            return []
        async with self._turn:
            now = self.clock.now()
            due = self.standing.due(pairs, now)
            if not due:
                return []
            asked = {asset for asset, _ in due} | self.standing.company(currency, now)
            asked |= self._coins() if currency == DOLLAR else set()
            due = [(asset, currency) for asset in asked]
            said = await ask_all(
                self.feeds, lambda feed: feed.observe(asked, currency=currency), asked
            )
            self.standing.asked(due, now)
            claimed = {(each.asset, each.currency) for one in said for each in one.claims}
            await self.standing.load([*due, *claimed])
            await self._take_in(said)
            return [*said]

    async def _take_in(self, said: Sequence[Said]) -> None:
        now = self.clock.now()
        self.quarantine.take(lies(said, now))
        of: defaultdict[Pair, list[tuple[Claim, Feed]]] = defaultdict(list)
        for one in said:
            for claim in one.claims:
                of[claim.asset, claim.currency].append((claim, one.feed.about))
        self.meter.add("price_pipeline", "ingested", amount=sum(map(len, of.values())))
        # What a coin costs is settled first: others are counted in it.
        coins = self._coins()
        of_coins = {pair: claims for pair, claims in of.items() if coins & {*pair}}
        await self._settle(of_coins, {}, now)
        others = {pair: claims for pair, claims in of.items() if pair not in of_coins}
        await self._settle(others, self._in_dollars(of_coins, now), now)

    async def _settle(
        self,
        of: Mapping[Pair, Sequence[tuple[Claim, Feed]]],
        more: Mapping[Pair, Sequence[Observation]],
        now: datetime,
    ) -> None:
        pairs = dict.fromkeys([*of, *more])
        agreed = [self._agreed(pair, of.get(pair, ()), more.get(pair, ()), now) for pair in pairs]
        quotes = [each for each in agreed if each is not None]
        self.meter.add("price_pipeline", "agreed", amount=len(quotes))
        kept = await self.standing.keep(quotes, now)
        self.meter.add("price_pipeline", "stored", amount=kept)

    def _agreed(
        self,
        pair: Pair,
        claims: Sequence[tuple[Claim, Feed]],
        more: Sequence[Observation],
        now: datetime,
    ) -> Quote | None:
        last = self.standing.last(pair)
        seen = [examine(claim, feed, last, now) for claim, feed in claims]
        believed = [*(each for each in seen if isinstance(each, Observation)), *more]
        refused = [each for each in seen if isinstance(each, Refusal)]
        leapt = self._leapt(pair, claims, refused, now)
        if leapt:
            believed, last = leapt, None
            refused = [each for each in refused if each.reason != "jumped"]
        self.meter.add("price_pipeline", "validated", amount=len(believed) - len(more))
        self.quarantine.take(refused)
        self.recent.note(believed, now)
        return self._agree(believed, {each.source for each in believed}, last, now)

    def hear(self, said: Sequence[Observation], now: datetime) -> None:
        """Take in what was said without being asked for, beside what the others said lately."""
        pairs = self.recent.note(said, now)
        counted = self._counted_in_dollars(
            [each for each in said if each.currency in self._coins()]
        )
        pairs |= self.recent.note(counted, now)
        new = {(each.source, each.asset, each.currency) for each in (*said, *counted)}
        agreed = []
        for pair in pairs:
            speaking = {source for source, *of in new if tuple(of) == pair}
            last = self.standing.last(pair)
            agreed.append(self._agree(self.recent.of(pair, now), speaking, last, now))
        quotes = [each for each in agreed if each is not None]
        self.meter.add("price_pipeline", "agreed", amount=len(quotes))
        self.meter.add("price_pipeline", "stored", amount=self.standing.hold(quotes, now))

    def _agree(
        self, said: Sequence[Observation], speaking: set[str], last: Quote | None, now: datetime
    ) -> Quote | None:
        """Find what is agreed on; who is refused was heard just now, or was refused before."""
        agreement = agree(said, self._trust(), last.price if last else None)
        odd = [(each, why) for each, why in agreement.refused.items() if each.source in speaking]
        self.quarantine.take(of_odd(each, why, now) for each, why in odd)
        return quoted(agreement, {feed.about.name: feed.about for feed in self.feeds}, now)

    def _coins(self) -> set[str]:
        """Name the coins that sources count in, in place of the dollar."""
        return {coin for feed in self.feeds for coin in feed.about.counts_in}

    def _in_dollars(
        self, pairs: Collection[Pair], now: datetime
    ) -> Mapping[Pair, Sequence[Observation]]:
        """Say in dollars what was said just now in coins."""
        coins = self._coins()
        counted: defaultdict[Pair, list[Observation]] = defaultdict(list)
        said = [each for pair in pairs if pair[1] in coins for each in self.recent.of(pair, now)]
        for each in self._counted_in_dollars(said):
            counted[each.asset, each.currency].append(each)
        return counted

    def _counted_in_dollars(self, said: Sequence[Observation]) -> list[Observation]:
        """Count a coin as what it is worth, which need not be a dollar; unknown, as nothing."""
        now = self.clock.now()
        known = {coin: self.standing.known((coin, DOLLAR), now) for coin in self._coins()}
        rates = {coin: rate for coin, rate in known.items() if rate and rate.grade in SURE}
        return [
            evolve(each, currency=DOLLAR, price=price, as_of=min(each.as_of, rate.as_of))
            for each in said
            if (rate := rates.get(each.currency)) and (price := derived([each.price, rate.price]))
        ]

    def _leapt(
        self,
        pair: Pair,
        claims: Sequence[tuple[Claim, Feed]],
        refused: Sequence[Refusal],
        now: datetime,
    ) -> list[Observation]:
        """Return what leapt, if by now two sources have said so twice."""
        sources = {each.source for each in refused if each.reason == "jumped"}
        if not sources:
            self._suspects.pop(pair, None)
            return []
        seen = [examine(claim, feed, None, now) for claim, feed in claims]
        leapt = [each for each in seen if isinstance(each, Observation) and each.source in sources]
        self._suspects[pair] = remembered(self._suspects.get(pair, []), leapt)
        while len(self._suspects) > SUSPECTS_MOST:
            self._suspects.popitem(last=False)
        if not confirmed(self._suspects[pair]):
            return []
        del self._suspects[pair]
        return leapt

    def _trust(self) -> Mapping[str, int]:
        return {feed.about.name: len(self.feeds) - at for at, feed in enumerate(self.feeds)}


def quoted(agreement: Agreement, feeds: Mapping[str, Feed], now: datetime) -> Quote | None:
    if agreement.price is None:
        return None
    sources = tuple(dict.fromkeys(each.source for each in agreement.believed))
    chosen = [each for each in agreement.believed if each.price == agreement.price]
    as_of = max(each.as_of for each in chosen)
    oldest = min(feeds[each.source].oldest for each in chosen)
    return Quote(
        asset=chosen[0].asset,
        currency=chosen[0].currency,
        price=agreement.price,
        as_of=as_of,
        source=", ".join(sources),
        sources=sources,
        grade=grade(len(sources), agreement.spread, now - as_of, oldest),
        spread=agreement.spread,
    )


def of_odd(observation: Observation, reason: str, now: datetime) -> Refusal:
    return Refusal(
        source=observation.source,
        reason=reason,
        at=now,
        asset=observation.asset,
        currency=observation.currency,
        said=cut(observation.price),
    )


def lies(said: Sequence[Said], now: datetime) -> list[Refusal]:
    """Refuse the answers that were none; a source that is away or busy has not lied."""
    return [
        Refusal(source=each.feed.about.name, reason=each.trouble, at=now)
        for each in said
        if each.trouble in OF_ANSWERS
    ]
