"""Cases that were worked out elsewhere, and ours by hand, come out as they say."""

from collections.abc import Iterator
from typing import Any, Final

import pytest

from tests.unit.domain.cost_basis_cases import Case, cases
from tests.unit.domain.cost_basis_figures import CHECKS, Books, check_realized
from tests.unit.domain.yearly_figures import check_slices, check_years

WORKED: Final = {case["id"]: case for case in cases()}

SUPERFICIAL: Final = "a loss is denied when the asset is bought back: a country's rule"
ENTRY_ORDER: Final = "at one instant the smaller quantity goes first, not what was entered first"
DIFFERENT: Final = {
    "acb-ca-quick-buy-back": SUPERFICIAL,
    "acb-ca-sell-all-rebuy-sell": SUPERFICIAL,
    "acbca-superficial-ex1": SUPERFICIAL,
    "acbca-superficial-ex3": SUPERFICIAL,
    "cryptotax-partial-superficial": SUPERFICIAL,
    "beancount-fifo-two-reductions": ENTRY_ORDER,
    "rotki-lifo-sequence": ENTRY_ORDER,
    "rotki-fee-in-sold-asset-then-oversell": "its fee leaves without a gain; ours is a disposal",
}
"""Cases that we decide otherwise, and why."""


def check_disposals(books: Books, expected: list[dict[str, Any]]) -> Iterator[str]:
    """Compare disposals in whichever of two shapes a source lists them."""
    check = check_slices if "event" in expected[0] else check_realized
    yield from check(books, expected)


TABLE: Final = CHECKS | {"realized": check_disposals, "by_year": check_years}


def differences(case: Case) -> list[str]:
    """List what differs. Percentages and weighted averages of time are another calculation's."""
    books = Books.of(case)
    expectations = ((name, due) for name, due in case["expect"].items() if name in TABLE)
    return [f"{name}: {each}" for name, due in expectations for each in TABLE[name](books, due)]


@pytest.mark.parametrize("name", [name for name in WORKED if name not in DIFFERENT])
def test_a_worked_case_comes_out_as_it_says(name: str) -> None:
    case = WORKED[name]

    found = differences(case)

    assert found == []


def test_every_case_named_as_different_is_different() -> None:
    named = [case for name, case in WORKED.items() if name in DIFFERENT]

    alike = [case["id"] for case in named if not differences(case)]

    assert alike == []
