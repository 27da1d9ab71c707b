"""The `returns` document: rates as exact texts, and why one is not there."""

from collections.abc import Mapping

from msgspec import Struct

from cryptotracker.application.returns import Returns
from cryptotracker.entrypoints.documents.gains import IssueView
from cryptotracker.entrypoints.documents.text import number


class ReturnsDocument(Struct, frozen=True):
    xirr: str | None
    xirr_roots: list[str | None]
    twr: str | None
    unavailable: Mapping[str, str]
    issues: list[IssueView]

    @classmethod
    def of(cls, returns: Returns) -> "ReturnsDocument":
        return cls(
            xirr=number(returns.xirr),
            xirr_roots=[number(each) for each in returns.xirr_roots],
            twr=number(returns.twr),
            unavailable=returns.unavailable,
            issues=[IssueView.of(each) for each in returns.issues],
        )
