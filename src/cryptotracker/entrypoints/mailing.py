"""The composition root of letters: which adapter takes them on, and which delivers them."""

import sys
from functools import partial
from importlib import import_module
from time import perf_counter_ns
from typing import Any

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.mail.printed import PrintedMail
from cryptotracker.application.identity.outbox import SealedOutbox
from cryptotracker.entrypoints.findings import OFF, OK, Finding
from cryptotracker.entrypoints.keys import letterbox
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.ports.mail import Mail, Outbox


def outbox() -> Outbox:
    return SealedOutbox(letterbox(), SystemClock())


def mail(settings: Settings) -> Mail:
    """Return who delivers letters: a server, or whoever runs the service and reads stderr."""
    if settings.prints_letters:
        return PrintedMail(partial(print, file=sys.stderr, flush=True))
    found: Mail = smtp(settings) if settings.smtp_host else sendgrid(settings)
    return found


def smtp(settings: Settings) -> Any:
    """Load the client of mail servers by name and only now: most commands send no letter."""
    adapter = import_module("cryptotracker.adapters.mail.smtp")
    relay = adapter.Relay(
        host=settings.smtp_host,
        port=settings.smtp_port,
        sender=settings.smtp_sender,
        security=settings.smtp_security,
        username=settings.smtp_username,
        password=settings.smtp_password,
    )
    return adapter.SmtpMail(relay)


def sendgrid(settings: Settings) -> Any:
    adapter = import_module("cryptotracker.adapters.mail.sendgrid")
    return adapter.SendGridMail(
        address=settings.sendgrid_url,
        key=settings.sendgrid_api_key,
        sender=settings.sendgrid_sender,
    )


async def mail_server(settings: Settings) -> Finding:
    """Say whether whoever takes letters lets us in; none is sent."""
    if settings.prints_letters:
        detail = "neither SMTP_HOST nor SENDGRID_API_KEY is set: "
        detail += "whoever does jobs prints letters on stderr"
        return Finding(state=OFF, detail=detail)
    began = perf_counter_ns()
    await (smtp(settings) if settings.smtp_host else sendgrid(settings)).greet()
    took = (perf_counter_ns() - began) // 1_000_000
    return Finding(state=OK, detail=way(settings), milliseconds=took)


def way(settings: Settings) -> str:
    if settings.smtp_host is None:
        return f"{settings.sendgrid_url}, as {settings.sendgrid_sender}"
    who = f"as {settings.smtp_username}" if settings.smtp_username else "without signing in"
    return f"{settings.smtp_host}:{settings.smtp_port}, {settings.smtp_security}, {who}"
