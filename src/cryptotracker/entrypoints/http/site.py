"""What stands behind the routes: each request carries it, so that routes are laid out but once.

To lay them out takes the framework longer than everything else that a start does. They are the
same whatever they serve, so they hold nothing of it.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeAlias

from attrs import define, field
from litestar.di import Provide
from litestar.types import ASGIApp, Receive, Scope, Send

from cryptotracker.entrypoints.http.addresses import asked_by
from cryptotracker.entrypoints.http.attendance import Attendance
from cryptotracker.entrypoints.http.chart_feed import ChartFeed
from cryptotracker.entrypoints.http.exposure import Exposure
from cryptotracker.entrypoints.http.pages import Files
from cryptotracker.entrypoints.http.principals import asking
from cryptotracker.entrypoints.http.quote_feed import QuoteFeed
from cryptotracker.entrypoints.people import People
from cryptotracker.entrypoints.tracker import Tracker, Trackers

Step: TypeAlias = Callable[[ASGIApp], ASGIApp]

KEY: Final = "site"


@define(eq=False, kw_only=True)
class Site:
    """An installation as requests see it.

    Attributes:
        trackers: without them there is nothing but pages.
        steps: what a request passes before its route.
        pages: the files of the web client.
    """

    trackers: Trackers | None
    people: People | None
    uploads: Any
    exposure: Exposure
    steps: Step
    pages: Files
    quote_feed: QuoteFeed
    chart_feed: ChartFeed | None
    attendance: Attendance
    _behind: dict[ASGIApp, ASGIApp] = field(factory=dict)

    def behind(self, app: ASGIApp) -> ASGIApp:
        """Return what leads through our steps to a route."""
        found = self._behind.get(app)
        if found is None:
            found = self._behind[app] = self.steps(app)
        return found


def site_of(scope: Scope) -> Site:
    found: Site = scope["state"][KEY]
    return found


def through_steps(app: ASGIApp) -> ASGIApp:
    """Have requests go through the steps of the site that they are for."""

    def chosen(scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        return site_of(scope).behind(app)(scope, receive, send)

    return chosen


def tracker(scope: Scope) -> Tracker | None:
    """Give the use cases of whoever asks."""
    trackers = site_of(scope).trackers
    return trackers.of(asking(scope).user_id) if trackers else None


def trackers(scope: Scope) -> Trackers | None:
    return site_of(scope).trackers


def people(scope: Scope) -> People | None:
    return site_of(scope).people


def uploads(scope: Scope) -> Any:
    return site_of(scope).uploads


def quote_feed(scope: Scope) -> QuoteFeed:
    return site_of(scope).quote_feed


def chart_feed(scope: Scope) -> ChartFeed | None:
    return site_of(scope).chart_feed


def attendance(scope: Scope) -> Attendance:
    return site_of(scope).attendance


def asked_from(scope: Scope) -> str:
    """Name who asks, for counting how often somebody guesses."""
    return asked_by(scope, site_of(scope).exposure.trusted_proxies)


GIVEN: Final = (
    tracker,
    trackers,
    people,
    uploads,
    quote_feed,
    chart_feed,
    attendance,
    asked_from,
)
PROVIDED: Final[Mapping[str, Provide]] = {
    each.__name__: Provide(each, sync_to_thread=False) for each in GIVEN
}
"""What handlers may name, to be given it."""
