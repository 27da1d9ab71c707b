"""Look at what the extras of the package bring, and whether what needs them is set."""

from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from cryptotracker.entrypoints.findings import MISSING, OFF, OK, Finding
from cryptotracker.entrypoints.settings import Settings

PACKAGES: Final[Mapping[str, Sequence[str]]] = {
    "redis": ("redis",),
    "sandbox": ("aiosmtpd",),
    "telemetry": ("httpx", "opentelemetry-exporter-otlp-proto-http", "sentry-sdk"),
}


async def extras(_: Settings) -> Finding:
    """Say which extras are installed; what a setting needs is missed where it is opened."""
    found = [
        f"{extra}: {', '.join(f'{name} {installed(name) or MISSING}' for name in names)}"
        for extra, names in PACKAGES.items()
    ]
    return Finding(state=OK, detail="; ".join(found))


async def traces(settings: Settings) -> Finding:
    if settings.otel_endpoint is None:
        return Finding(state=OFF, detail="OTEL_ENDPOINT is not set")
    return needs_telemetry(f"sent to {settings.otel_endpoint}")


async def fault_reports(settings: Settings) -> Finding:
    if settings.sentry_dsn is None:
        return Finding(state=OFF, detail="SENTRY_DSN is not set")
    return needs_telemetry("sent to Sentry")


async def usage(settings: Settings) -> Finding:
    if settings.mixpanel_token is None:
        return Finding(state=OFF, detail="MIXPANEL_TOKEN is not set")
    if not settings.mixpanel_consent:
        return Finding(state=OFF, detail="MIXPANEL_CONSENT is not yes")
    return needs_telemetry(f"counted by {settings.mixpanel_url}")


def needs_telemetry(detail: str) -> Finding:
    missing = [name for name in PACKAGES["telemetry"] if installed(name) is None]
    if missing:
        return Finding(
            state=MISSING,
            detail=f"not installed: {', '.join(missing)}",
            remedy="pip install 'cryptotracker[telemetry]'",
        )
    return Finding(state=OK, detail=detail)


def installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
