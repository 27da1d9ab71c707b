"""A mail server for tests, the sandbox's own, which keeps what it takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from attrs import define, field

from cryptotracker.adapters.mail.smtp import Relay
from cryptotracker.entrypoints.sandbox.smtp import Postman
from tests.servers import free_port


@define
class Inbox:
    """Takes letters, unless it is to do something wrong."""

    fault: str = ""
    found: list[EmailMessage] = field(factory=list)


@contextmanager
def serving(inbox: Inbox) -> Iterator[Relay]:
    port = free_port()
    postman = Postman(lambda: inbox.fault, inbox.found.append)
    controller = Controller(postman, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield relay(port)
    finally:
        controller.stop()


def relay(port: int) -> Relay:
    return Relay(host="127.0.0.1", port=port, sender="CT <ct@example.org>", security="none")
