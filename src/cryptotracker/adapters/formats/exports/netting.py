"""Sum up the rows of one event by asset: what left and what came on the whole.

>>> outs, ins = movements([("EUR", Decimal("-5")), ("BTC", Decimal("2")), ("EUR", Decimal("-1"))])
>>> [(leg.asset, str(leg.quantity)) for leg in outs], [leg.asset for leg in ins]
([('EUR', '6')], ['BTC'])
"""

from collections.abc import Iterable
from decimal import Decimal, localcontext

from cryptotracker.domain.numbers import EXACT, ZERO
from cryptotracker.domain.portfolio.transactions import Amount


def movements(signed: Iterable[tuple[str, Decimal]]) -> tuple[list[Amount], list[Amount]]:
    """Give what left and what came; an asset whose rows cancel each other did neither."""
    totals: dict[str, Decimal] = {}
    with localcontext(EXACT):
        for asset, number in signed:
            totals[asset] = totals.get(asset, ZERO) + number
        outs = [Amount(asset, total.copy_abs()) for asset, total in totals.items() if total < ZERO]
        ins = [Amount(asset, total) for asset, total in totals.items() if total > ZERO]
    return outs, ins
