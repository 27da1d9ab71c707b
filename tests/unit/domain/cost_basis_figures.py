"""Compare what a case expects with what the engine says, and tell every difference.

Sources round to twelve digits or more, so figures count as equal when they are that close.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from cryptotracker.domain.portfolio.accounting import Accounting
from cryptotracker.domain.portfolio.disposals import Disposal, Match
from cryptotracker.domain.portfolio.lots import Lot
from cryptotracker.domain.portfolio.report import Report, Sum
from cryptotracker.domain.portfolio.rules import Rules
from cryptotracker.domain.portfolio.transactions import Transaction
from tests.unit.domain.cost_basis_cases import Case, ledger

CLOSE: Final = Decimal("1e-9")
SCOPES: Final = {"per_account": "wallet", "wallet": "wallet"}

Expected = dict[str, Any]


class Books:
    """One case, computed."""

    @classmethod
    def of(cls, case: Case) -> "Books":
        return cls(case, ledger(case))

    def __init__(self, case: Case, events: list[Transaction]) -> None:
        options = case["options"]
        days = options.get("tax_free_after_days", options.get("long_term_min_days", 366) - 1)
        rules = Rules(
            currency=case["base_currency"],
            method=case["method"],
            scope=SCOPES.get(options.get("scope", ""), "universal"),
            long_term_days=days,
        )
        self.case, self.events = case, events
        self.close = Decimal(case["expect"].get("rounded_to", CLOSE))
        self.report = Report(Accounting(rules))
        in_order = sorted(events, key=lambda event: event.time)
        self.by_event: defaultdict[str, list[Disposal]] = defaultdict(list)
        for disposal in self.report.disposals(in_order):
            self.by_event[disposal.outflow.event.id].append(disposal)

    def lots(self) -> list[tuple[str | None, Lot]]:
        return [(each.account, lot) for each in self.report.holdings() for lot in each.lots]

    def until(self, number: int) -> "Books":
        return Books(self.case, self.events[: number + 1])

    def differ(self, what: str, expected: str, actual: Decimal | None) -> Iterator[str]:
        if actual is None or abs(Decimal(expected) - actual) > self.close:
            yield f"{what}: {expected} expected, {actual} found"

    def quantity(self) -> Decimal:
        return sum((lot.quantity for _, lot in self.lots()), Decimal(0))

    def cost(self) -> Decimal:
        return sum((lot.cost or Decimal(0) for _, lot in self.lots()), Decimal(0))

    def gain(self) -> Decimal | None:
        """Return the total gain; a source that takes missing units as free says the high one."""
        totals = self.report.totals
        return totals.gain_high.amount if "missing" in self.case["options"] else totals.gain.amount


def check_realized(books: Books, expected: list[Expected]) -> Iterator[str]:
    """Compare disposals: by their event's number or time, else in order."""
    numbers = list(books.by_event)
    times = {books.events[int(each)].time.isoformat(): each for each in numbers}
    for position, each in enumerate(expected):
        key = str(each["index"]) if "index" in each else numbers[position]
        if "time" in each:
            key = times[each["time"].replace("Z", "+00:00")]
        yield from check_disposal(books, int(key), each)


def check_disposal(books: Books, number: int, expected: Expected) -> Iterator[str]:
    """Compare one disposal; a fee paid in coins is part of what it was paid for."""
    found = books.by_event[str(number)]
    matches = [match for disposal in found for match in disposal.matches]
    missing = "missing" in expected
    sums = {
        "quantity": total(match.quantity for match in matches),
        "proceeds": total(match.proceeds for match in matches),
        "cost_basis": total(match.cost_basis for match in matches),
        "gain": total(each.gain_high if missing else each.gain for each in found),
        "tax_free_cost_basis": total(
            m.cost_basis or Decimal(0) for m in matches if m.term == "long"
        ),
        "taxable_cost_basis": total(
            m.cost_basis or Decimal(0) for m in matches if m.term != "long"
        ),
    }
    for name, value in expected.items():
        if name in sums:
            yield from books.differ(name, value, sums[name])
        elif name.startswith("pool_"):
            later = books.until(number)
            after = later.cost() if name.startswith("pool_cost") else later.quantity()
            yield from books.differ(name, value, after)
    wanted = expected.get("matches", [])
    if wanted and len(wanted) != len(matches):
        yield f"{len(wanted)} matches expected, {len(matches)} found"
    for match, due in zip(matches, wanted, strict=False):
        yield from check_parts(books, match, due)


def check_parts(books: Books, part: Match | Lot, expected: Expected) -> Iterator[str]:
    """Compare quantity, unit cost and date of a match or a lot."""
    yield from books.differ("quantity", expected["quantity"], part.quantity)
    if "unit_cost" in expected:
        yield from books.differ("unit cost", expected["unit_cost"], part.unit_cost)
    if "original" in expected:
        bought = books.events[int(part.event)].received
        assert bought is not None
        yield from books.differ("bought", expected["original"], bought.quantity)
    acquired = part.acquired and part.acquired.isoformat().replace("+00:00", "Z")
    if expected.get("acquired", acquired) != acquired:
        yield f"acquired {acquired}"


def check_lots(books: Books, expected: list[Expected]) -> Iterator[str]:
    """Compare open lots, in any order: sources list them as they please."""
    found = books.lots()
    if len(found) != len(expected):
        yield f"{len(expected)} expected, {len(found)} found"
    for each in expected:
        if all(mismatch(books, account, lot, each) for account, lot in found):
            yield f"{each} not found"


def mismatch(books: Books, account: str | None, lot: Lot, expected: Expected) -> bool:
    wrong_account = expected.get("account", account) != account
    return wrong_account or any(check_parts(books, lot, expected))


def check_pool(books: Books, expected: Expected) -> Iterator[str]:
    yield from books.differ("quantity", expected["quantity"], books.quantity())
    yield from books.differ("cost", expected["cost"], books.cost())


def check_missing(books: Books, expected: list[Expected]) -> Iterator[str]:
    found = [each.quantity for each in books.report.issues if each.code == "missing_basis"]
    for each, quantity in zip(expected, found, strict=True):
        yield from books.differ("missing", each["quantity"], quantity)


def check_error(books: Books, _expected: str) -> Iterator[str]:
    if "missing_basis" not in {issue.code for issue in books.report.issues}:
        yield "nothing was missed"


def check_average(books: Books, expected: str) -> Iterator[str]:
    quantity = books.quantity()
    yield from books.differ("average", expected, books.cost() / quantity if quantity else quantity)


def check_balances(books: Books, expected: list[Expected]) -> Iterator[str]:
    balances = books.report.accounting.balances
    for each in expected:
        held = total(held for key, held in balances.items() if key[0] == each["account"])
        yield from books.differ(each["account"], each["quantity"], held)


def plainly(figure: Callable[[Books], Decimal | None]) -> Callable[[Books, str], Iterator[str]]:
    return lambda books, expected: books.differ("", expected, figure(books))


def total(parts: Iterable[Decimal | None]) -> Decimal | None:
    """Add up; None when a part is unknown."""
    found = Sum()
    for part in parts:
        found.add(part)
    return found.amount


CHECKS: Final[dict[str, Callable[[Books, Any], Iterator[str]]]] = {
    "realized": check_realized,
    "lots": check_lots,
    "pool": check_pool,
    "missing": check_missing,
    "error": check_error,
    "balances": check_balances,
    "quantity": plainly(Books.quantity),
    "investment": plainly(Books.cost),
    "remaining_cost": plainly(Books.cost),
    "total_gain": plainly(Books.gain),
    "tax_free_gain": plainly(lambda books: books.report.totals.terms["long"].amount),
    "taxable_gain": plainly(lambda books: books.report.totals.terms["short"].amount),
}
