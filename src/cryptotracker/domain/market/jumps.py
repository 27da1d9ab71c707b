"""Believe a price that leapt only when two sources say so, each of them twice."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from cryptotracker.domain.market.checks import far
from cryptotracker.domain.market.observations import Observation

ALIKE: Final = Decimal("1.05")
SAMPLES: Final = 2
WITNESSES: Final = 2
REMEMBERED: Final = 12


def remembered(suspects: Sequence[Observation], more: Sequence[Observation]) -> list[Observation]:
    """Add what leapt to what did before; the same statement counts once."""
    return list(dict.fromkeys([*suspects, *more]))[-REMEMBERED:]


def confirmed(suspects: Sequence[Observation]) -> bool:
    """Tell whether two sources say the same, within a twentieth, at two moments each."""
    of: defaultdict[str, list[Observation]] = defaultdict(list)
    for each in suspects:
        of[each.source].append(each)
    last = [each[-SAMPLES:] for each in of.values() if len({one.as_of for one in each}) >= SAMPLES]
    prices = [each.price for samples in last for each in samples]
    return len(last) >= WITNESSES and not far(min(prices), max(prices), ALIKE)
