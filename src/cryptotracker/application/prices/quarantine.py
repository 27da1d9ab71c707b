"""Remember what was not believed: how often, why, and the last of it."""

import logging
from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from attrs import define, field

from cryptotracker.domain.market.observations import Refusal
from cryptotracker.ports.telemetry import Meter

SHOWN: Final = 100

log = logging.getLogger(__name__)


@define
class Quarantine:
    """What sources said that was not believed, since this process began."""

    _meter: Meter
    _last: deque[Refusal] = field(factory=lambda: deque(maxlen=SHOWN))
    _counts: Counter[tuple[str, str]] = field(factory=Counter)

    def take(self, refusals: Iterable[Refusal]) -> None:
        taken: Counter[tuple[str, str]] = Counter()
        for each in refusals:
            self._last.append(each)
            taken[each.source, each.reason] += 1
        self._counts.update(taken)
        for (source, reason), count in taken.items():
            self._meter.add("price_refusals", source, reason, amount=count)
            told = {"source": source, "reason": reason, "count": count}
            log.warning("prices were not believed", extra=told)

    def last(self) -> Sequence[Refusal]:
        """Return what was refused last, the newest first."""
        return tuple(reversed(self._last))

    def counts(self, source: str) -> Mapping[str, int]:
        """Say how often a source was refused, by the reasons."""
        return {reason: count for (name, reason), count in self._counts.items() if name == source}
