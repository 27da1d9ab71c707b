"""Compute the returns of plain cash flows."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from attrs import field, frozen

from cryptotracker.application.calculators import rejected
from cryptotracker.domain.portfolio.issues import Issue
from cryptotracker.domain.returns.cash_flows import CashFlow
from cryptotracker.domain.returns.money_weighted import money_weighted
from cryptotracker.domain.returns.rates import NoReturn
from cryptotracker.domain.returns.time_weighted import time_weighted
from cryptotracker.ports.formats import Rejection
from cryptotracker.ports.inputs import Inputs


@frozen(kw_only=True)
class Returns:
    """Rates; 0.1 is 10 %.

    Attributes:
        xirr_roots: every yearly money-weighted rate, the smallest first.
        twr: the time-weighted return of the whole time, not of a year.
        unavailable: why there is none, by the name of what there is not.
    """

    xirr_roots: Sequence[Decimal]
    twr: Decimal | None
    unavailable: Mapping[str, NoReturn] = field(factory=dict)
    issues: Sequence[Issue] = ()

    @property
    def xirr(self) -> Decimal | None:
        """The rate nearest 0, which is the one people mean when there are several."""
        return min(self.xirr_roots, key=abs, default=None)


@frozen(kw_only=True)
class CalculateReturns:
    """Read a file of cash flows; a row that cannot be read becomes an issue."""

    inputs: Inputs

    def __call__(self, path: Path) -> Returns:
        flows: list[CashFlow] = []
        issues: list[Issue] = []
        for each in self.inputs.cash_flows(path):
            if isinstance(each, Rejection):
                issues.append(rejected(each))
            else:
                flows.append(each)
        return returns(flows, issues)


def returns(flows: Sequence[CashFlow], issues: Sequence[Issue] = ()) -> Returns:
    roots = money_weighted(flows)
    twr = time_weighted(flows)
    unavailable = {} if roots else {"xirr": NoReturn.NO_ROOT}
    if isinstance(twr, NoReturn):
        unavailable["twr"] = twr
    return Returns(
        xirr_roots=roots,
        twr=None if isinstance(twr, NoReturn) else twr,
        unavailable=unavailable,
        issues=issues,
    )
