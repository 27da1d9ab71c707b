"""Check what a source says of past days: each price by itself, and beside its neighbours."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from attrs import evolve

from cryptotracker.domain.market.checks import JUMP, examine, far
from cryptotracker.domain.market.observations import Claim, Feed, Observation, Refusal, cut

AGES = timedelta(days=40_000)
"""No day is too old to be asked for."""


def examine_past(
    claims: Iterable[Claim], feed: Feed, now: datetime, around: Sequence[Observation] = ()
) -> tuple[Sequence[Observation], Sequence[Refusal]]:
    """Believe the claims of one source on one price, oldest first, or say why not.

    What is known already of the days `around` them tells whether a price leaps.
    """
    patient = evolve(feed, oldest=AGES)
    seen = [examine(claim, patient, None, now) for claim in claims]
    believed = [each for each in seen if isinstance(each, Observation)]
    line = sorted([*believed, *around], key=lambda each: each.as_of)
    spikes = {each for index, each in enumerate(line) if is_spike(line, index)} - {*around}
    refused = [each for each in seen if isinstance(each, Refusal)]
    refused += [of_spike(each, now) for each in line if each in spikes]
    return [each for each in line if each not in spikes and each not in around], refused


def is_spike(line: Sequence[Observation], index: int) -> bool:
    """Tell whether a price leaps and is back on the next day; a fall that lasts is none.

    The last one, and the first, cannot be told from a spike as long as they stand alone.
    """
    price = line[index].price
    beside = [line[at].price for at in (index - 1, index + 1) if 0 <= at < len(line)]
    if not beside or not all(far(price, each, JUMP) for each in beside):
        return False
    return not far(min(beside), max(beside), JUMP)


def of_spike(observation: Observation, now: datetime) -> Refusal:
    return Refusal(
        source=observation.source,
        reason="jumped",
        at=now,
        asset=observation.asset,
        currency=observation.currency,
        said=cut(observation.price),
    )
