"""Check what a source says of past days: each price by itself, and beside its neighbours."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from attrs import evolve

from cryptotracker.domain.market.checks import JUMP, examine, far
from cryptotracker.domain.market.observations import Claim, Feed, Observation, Refusal, cut

AGES = timedelta(days=40_000)
"""No day is too old to be asked for."""


def examine_past(
    claims: Iterable[Claim], feed: Feed, now: datetime
) -> tuple[Sequence[Observation], Sequence[Refusal]]:
    """Believe the claims of one source on one price, oldest first, or say why not."""
    patient = evolve(feed, oldest=AGES)
    seen = [examine(claim, patient, None, now) for claim in claims]
    believed = sorted(
        (each for each in seen if isinstance(each, Observation)), key=lambda each: each.as_of
    )
    spikes = {each for index, each in enumerate(believed) if is_spike(believed, index)}
    refused = [each for each in seen if isinstance(each, Refusal)]
    refused += [of_spike(each, now) for each in believed if each in spikes]
    return [each for each in believed if each not in spikes], refused


def is_spike(believed: Sequence[Observation], index: int) -> bool:
    """Tell whether a price leaps and is back on the next day; a fall that lasts is none."""
    if not 0 < index < len(believed) - 1:
        return False
    before, price, after = (believed[index + step].price for step in (-1, 0, 1))
    return far(price, before, JUMP) and far(price, after, JUMP) and not far(before, after, JUMP)


def of_spike(observation: Observation, now: datetime) -> Refusal:
    return Refusal(
        source=observation.source,
        reason="jumped",
        at=now,
        asset=observation.asset,
        currency=observation.currency,
        said=cut(observation.price),
    )
