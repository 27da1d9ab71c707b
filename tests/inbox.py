"""A mail server for tests, which keeps what it takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from cryptotracker.adapters.mail.smtp import Relay
from tests.servers import free_port


class Inbox:
    """Takes letters, though not the first so many times."""

    def __init__(self, refusals: int = 0) -> None:
        self.found: list[EmailMessage] = []
        self.refusals = refusals
        self.handle_DATA = self.take  # what the server looks for

    async def take(self, _: Any, __: Any, envelope: Any) -> str:
        if self.refusals:
            self.refusals -= 1
            return "451 later"
        self.found.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"


@contextmanager
def serving(inbox: Inbox) -> Iterator[Relay]:
    port = free_port()
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield relay(port)
    finally:
        controller.stop()


def relay(port: int) -> Relay:
    return Relay(host="127.0.0.1", port=port, sender="CT <ct@example.org>", security="none")
