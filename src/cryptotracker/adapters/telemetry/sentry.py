"""Report faults of ours to Sentry: which, and where in the code; never with what values.

A client of its own and no integration: the library's usual set-up would add variables of frames,
requests and earlier log lines. That no personal data is added is its default; naming it is
deprecated. Loaded only where a DSN is set.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from attrs import define
from sentry_sdk import Client
from sentry_sdk.types import Event, Hint
from sentry_sdk.utils import event_from_exception

from cryptotracker import __version__
from cryptotracker.adapters.telemetry.scrubbing import Scrubber, without_amounts

ROOT: Final = logging.getLogger()
SECONDS: Final = 2
PROBLEM: Final = "problem"


@define(eq=False)
class Reporting(logging.Handler):
    """Sends each record that holds an exception."""

    _client: Any

    def __attrs_pre_init__(self) -> None:
        super().__init__(logging.ERROR)

    def emit(self, record: logging.LogRecord) -> None:
        if not record.exc_info or record.name.startswith("sentry_sdk"):
            return
        with suppress(Exception):  # telling of a fault must not make another
            event, hint = event_from_exception(record.exc_info, self._client.options)
            event["logger"] = record.name
            event["tags"] = {PROBLEM: str(getattr(record, PROBLEM, "none"))}
            self._client.capture_event(event, hint)


@contextmanager
def reporting(dsn: str, scrubber: Scrubber) -> Iterator[None]:
    """Report until the block ends."""

    def before_send(event: Event, _: Hint) -> Event:
        found: Event = scrubbed(event, scrubber)
        return found

    client = Client(
        dsn=dsn,
        release=__version__,
        server_name="",
        default_integrations=False,
        auto_enabling_integrations=False,
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        send_client_reports=False,
        auto_session_tracking=False,
        shutdown_timeout=SECONDS,
        before_send=before_send,
    )
    handler = Reporting(client)
    ROOT.addHandler(handler)
    try:
        yield
    finally:
        ROOT.removeHandler(handler)
        client.close(timeout=SECONDS)


def scrubbed(event: Any, scrubber: Scrubber) -> Any:
    """Take out what the options let pass: messages of exceptions say whatever they like."""
    for name in ("request", "user", "extra", "breadcrumbs", "modules", "server_name"):
        event.pop(name, None)
    for exception in event.get("exception", {}).get("values", ()):
        exception["value"] = without_amounts(scrubber.text(str(exception.get("value", ""))))
        for frame in (exception.get("stacktrace") or {}).get("frames", ()):
            frame.pop("vars", None)
    return {key: scrubber.value(value) for key, value in event.items()}
