"""Decide what of a portfolio's answers a share shows: what its scope does not include is absent.

Every field that may ever be seen is named here, with the least scope that shows it. What is not
named is seen by nobody, so a new field of an answer is hidden until somebody decides otherwise.

>>> seen({"value": "9", "price": "3", "new": "7"}, {"value": TOTALS, "price": AMOUNTS}, TOTALS)
{'value': '9'}
"""

from collections.abc import Mapping
from typing import Final, TypeAlias, Union

from cryptotracker.domain.identity.shares import (
    AMOUNTS,
    PERCENTAGES,
    TOTALS,
    TRANSACTIONS,
    WRITE,
    Scope,
    includes,
)

View: TypeAlias = Mapping[str, Union[Scope, "View"]]
"""The fields of an object, or of each object of a list, by their names."""


def all_at(scope: Scope, names: str) -> dict[str, Scope]:
    return dict.fromkeys(names.split(), scope)


PRICE_SOURCE: Final[View] = all_at(PERCENTAGES, "name simulated as_of")
LEG: Final[View] = all_at(TRANSACTIONS, "asset quantity")

PORTFOLIO: Final[View] = {
    **all_at(TOTALS, "name currency"),
    **all_at(TRANSACTIONS, "method scope time_zone long_term_days transactions"),
}
HOLDINGS: Final[View] = {
    "at": PERCENTAGES,
    "currency": TOTALS,
    "assets": {
        **all_at(PERCENTAGES, "asset percentage"),
        "value": TOTALS,
        **all_at(AMOUNTS, "quantity cost_basis basis price price_time unrealised_gain"),
    },
    "totals": all_at(TOTALS, "cost_basis value unrealised_gain"),
    "accounts": all_at(TRANSACTIONS, "account asset quantity value"),
    "price_source": PRICE_SOURCE,
}
NET_WORTH: Final[View] = {
    **all_at(TOTALS, "currency step time_zone"),
    "points": all_at(TOTALS, "date at value cost_basis flow_in flow_out"),
    "price_source": PRICE_SOURCE,
}
TRANSACTION: Final[View] = {
    **all_at(TRANSACTIONS, "id event time type subtype account to_account"),
    "sent": LEG,
    "received": LEG,
    "fees": LEG,
    **all_at(TRANSACTIONS, "value value_currency fee_value txid note tags"),
}
GAINS: Final[View] = {
    **all_at(TRANSACTIONS, "currency method scope country"),
    "disposals": {
        **all_at(TRANSACTIONS, "event time account asset quantity proceeds cost_basis gain basis"),
        **all_at(TRANSACTIONS, "gain_low gain_high kind"),
        "matches": all_at(
            TRANSACTIONS, "acquired account quantity unit_cost cost_basis proceeds gain term rule"
        ),
    },
    "totals": {
        **all_at(TRANSACTIONS, "proceeds cost_basis gain short_term_gain long_term_gain"),
        **all_at(TRANSACTIONS, "exempt_gain income fees disallowed_loss gain_low gain_high"),
    },
    **all_at(TRANSACTIONS, "next_cursor disposal_count"),
}
INCOME: Final[View] = all_at(TRANSACTIONS, "event time account asset quantity value kind")

IMPORT: Final[View] = {
    **all_at(WRITE, "import file format state added known skipped needs_answer rejected_count"),
    "rejected": all_at(WRITE, "line column value reason"),
}


def seen(document: Mapping[str, object], view: View, scope: Scope) -> dict[str, object]:
    """Take away what a scope does not include."""
    found: dict[str, object] = {}
    for name, rule in view.items():
        if name in document and shows(rule, scope):
            value = document[name]
            if isinstance(rule, str) == is_plain(value) or value is None:
                found[name] = within(value, rule, scope)
    return found


def within(value: object, rule: Scope | View, scope: Scope) -> object:
    """Return a value that may be seen, with what is in it as far as that may be."""
    if isinstance(rule, str):
        return value
    if isinstance(value, list):
        return [seen(each, rule, scope) for each in value if isinstance(each, Mapping)]
    return seen(value, rule, scope) if isinstance(value, Mapping) else None


def is_plain(value: object) -> bool:
    """Tell whether a value has no fields, which would need a rule each."""
    return isinstance(value, str | int)


def shows(rule: Scope | View, scope: Scope) -> bool:
    """Tell whether a scope includes something, or anything in it."""
    if isinstance(rule, str):
        return includes(scope, rule)
    return any(shows(each, scope) for each in rule.values())
