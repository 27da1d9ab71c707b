"""The composition root of everything that those who run the service look through.

All of it is off until it is set up, but for the log and the figures.
"""

import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from importlib import import_module
from types import ModuleType
from typing import Final

from attrs import frozen

from cryptotracker.adapters.telemetry.silent import SILENT as NOTHING
from cryptotracker.domain.errors import SettingsError
from cryptotracker.entrypoints.readers import PREFIX
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.ports.telemetry import Audience, Happened, Telemetry

SILENT: Final = NOTHING
HERE: Final = "cryptotracker.adapters.telemetry"


@frozen
class Everybody(Audience):
    """Passes on to each what happened."""

    listeners: Sequence[Audience]

    def tell(self, happened: Happened) -> None:
        for each in self.listeners:
            each.tell(happened)


@asynccontextmanager
async def open_telemetry(settings: Settings) -> AsyncIterator[Telemetry]:
    """Open what is set up, and the log; all of it ends with the block."""
    scrubber = part("scrubbing").Scrubber(settings.secrets())
    async with AsyncExitStack() as stack:
        stack.enter_context(
            part("logs").logging_to(
                sys.stderr,
                form=settings.log_format,
                level=settings.log_level,
                scrubber=scrubber,
            )
        )
        figures = part("metrics").Metrics()
        listeners: list[Audience] = [figures]
        tracer = SILENT.tracer
        if settings.sentry_dsn is not None:
            dsn = settings.sentry_dsn.reveal()
            stack.enter_context(extra("sentry", "SENTRY_DSN").reporting(dsn, scrubber))
        if settings.otel_endpoint is not None:
            headers = settings.otel_headers
            tracer = stack.enter_context(
                extra("traces", "OTEL_ENDPOINT").tracing(
                    settings.otel_endpoint,
                    headers=headers.reveal() if headers else "",
                    service=settings.otel_service_name,
                    percent=settings.otel_sample_percent,
                    scrubber=scrubber,
                )
            )
        if settings.mixpanel_token is not None and settings.mixpanel_consent:
            counting = extra("mixpanel", "MIXPANEL_TOKEN").counting
            token = settings.mixpanel_token.reveal()
            listeners.append(
                await stack.enter_async_context(counting(settings.mixpanel_url, token))
            )
        yield Telemetry(meter=figures, tracer=tracer, audience=Everybody(listeners))


def part(name: str) -> ModuleType:
    """Load a part of telemetry only now: the command line starts without."""
    return import_module(f"{HERE}.{name}")


def extra(name: str, setting: str) -> ModuleType:
    """Load a part that stands on packages which not everybody installs."""
    try:
        return part(name)
    except ImportError as error:
        reason = (
            f"needs the package {error.name}, which is not installed; "
            "run: pip install 'cryptotracker[telemetry]'"
        )
        raise SettingsError(name=PREFIX + setting, reason=reason) from error
