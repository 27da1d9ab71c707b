"""What a portfolio was worth along time, as a document: the same by HTTP and from the command."""

from msgspec import Struct

from cryptotracker.domain.portfolio.net_worth import NetWorth, NetWorthPoint
from cryptotracker.entrypoints.documents.text import instant, number


class CarriedView(Struct, frozen=True, gc=False):
    """A price that counts on though it is of before: of which asset, and since when."""

    asset: str
    price_time: str | None


class PointView(Struct, frozen=True, gc=False):
    """One day or hour: what things were worth at its end, and what came in and went out in it."""

    date: str
    at: str | None
    value: str | None
    cost_basis: str | None
    flow_in: str | None
    flow_out: str | None
    unpriced: tuple[str, ...]
    carried: tuple[CarriedView, ...]
    partial: bool

    @classmethod
    def of(cls, point: NetWorthPoint) -> "PointView":
        return cls(
            point.date.isoformat(),
            instant(point.at),
            number(point.value),
            number(point.cost_basis),
            number(point.paid_in),
            number(point.paid_out),
            point.unpriced,
            tuple(CarriedView(each.asset, instant(each.since)) for each in point.carried),
            point.partial,
        )


class NetWorthDocument(Struct, frozen=True, kw_only=True):
    currency: str
    step: str
    time_zone: str
    points: list[PointView]

    @classmethod
    def of(cls, found: NetWorth) -> "NetWorthDocument":
        return cls(
            currency=found.currency,
            step=found.step,
            time_zone=found.time_zone,
            points=[PointView.of(each) for each in found.points],
        )
