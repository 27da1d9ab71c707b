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
    """Takes letters, unless it is to answer something else."""

    def __init__(self, data: str = "", recipient: str = "") -> None:
        self.found: list[EmailMessage] = []
        self.data, self.recipient = data, recipient
        self.handle_DATA = self.take  # what the server looks for
        self.handle_RCPT = self.hear

    async def hear(self, _: Any, __: Any, envelope: Any, to: str, ___: Any) -> str:
        envelope.rcpt_tos.append(to)
        return self.recipient or "250 known"

    async def take(self, _: Any, __: Any, envelope: Any) -> str:
        if not self.data:
            self.found.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.data or "250 taken"


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
