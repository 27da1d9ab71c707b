"""What each source said of a price lately, for as long as it may be held against the others."""

from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from attrs import define, field

from cryptotracker.application.prices.standing import EVERY
from cryptotracker.domain.market.observations import Observation
from cryptotracker.ports.kept_prices import Pair

LATELY: Final = 2 * EVERY
"""Who said nothing for two rounds of questions says nothing any more."""

PAIRS_MOST: Final = 20_000


@define
class Recent:
    """The last that was believed of each source; some are asked, others speak by themselves."""

    _of: "OrderedDict[Pair, dict[str, tuple[Observation, datetime]]]" = field(factory=OrderedDict)

    def note(self, observations: Iterable[Observation], now: datetime) -> set[Pair]:
        """Remember what was said, and name the pairs it was said of."""
        touched = set()
        for each in observations:
            pair = (each.asset, str(each.currency))
            self._of.setdefault(pair, {})[each.source] = (each, now)
            self._of.move_to_end(pair)
            touched.add(pair)
        while len(self._of) > PAIRS_MOST:
            self._of.popitem(last=False)
        return touched

    def forget(self, source: str) -> None:
        """Leave out a source that cannot be heard any more."""
        for said in self._of.values():
            said.pop(source, None)

    def of(self, pair: Pair, now: datetime) -> list[Observation]:
        said = self._of.get(pair, {}).values()
        return [each for each, noted in said if now - noted <= LATELY]
