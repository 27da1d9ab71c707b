"""A stand-in of a mail server: it takes letters by SMTP, unless it is to do something else."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from importlib import import_module
from socket import socket
from typing import Any, Final

from attrs import define

from cryptotracker.entrypoints.sandbox.answering import SILENCE_SECONDS
from cryptotracker.entrypoints.sandbox.services import SMTP
from cryptotracker.entrypoints.sandbox.state import Sandbox

AT_RECIPIENT: Final[Mapping[str, str]] = {
    "greylisted": "450 4.2.0 <{to}>: try again later",
    "unknown_recipient": "550 5.1.1 <{to}>: there is nobody of that name",
}
AT_LETTER: Final[Mapping[str, str]] = {
    "later": "451 4.3.0 no letter for {to} is taken now",
    "refused": "554 5.7.1 no letter like this one is taken for {to}",
}
"""What it says in place of yes; servers do repeat addresses."""


@define(slots=False)
class Postman:
    """Takes letters, and tells of them.

    Attributes:
        fault: says what to do wrong.
        take: is given every letter that was taken.
    """

    fault: Callable[[], str]
    take: Callable[[EmailMessage], object]

    def __attrs_post_init__(self) -> None:
        # By these names the server looks for what to do.
        self.handle_RCPT = self.hear
        self.handle_DATA = self.receive

    async def hear(self, _: Any, __: Any, envelope: Any, to: str, ___: Any) -> str:
        envelope.rcpt_tos.append(to)
        return AT_RECIPIENT.get(self.fault(), "250 2.1.5 known").format(to=to)

    async def receive(self, server: Any, _: Any, envelope: Any) -> str:
        fault = self.fault()
        if fault in AT_LETTER:
            return AT_LETTER[fault].format(to=envelope.rcpt_tos[0])
        if fault == "silent":
            await asyncio.sleep(SILENCE_SECONDS)
        if fault == "cut":
            server.transport.abort()
        self.take(message_from_bytes(envelope.content, policy=policy.default))
        return "250 2.0.0 taken"


@asynccontextmanager
async def taking(sandbox: Sandbox, listener: socket) -> AsyncIterator[None]:
    """Take letters as long as the block lasts."""
    speaking = import_module("aiosmtpd.smtp").SMTP

    def take(letter: EmailMessage) -> None:
        facts = {name: letter[name] for name in ("From", "Message-ID") if letter[name]}
        sandbox.deliver(SMTP, letter["To"], letter["Subject"], text_of(letter), facts)

    def connected() -> Any:
        sandbox.asked[SMTP] += 1
        return speaking(Postman(lambda: sandbox.faults[SMTP], take), hostname="sandbox")

    server = await asyncio.get_running_loop().create_server(connected, sock=listener)
    async with server:
        yield


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain", "html"))
    return str(body.get_content()).replace("\r\n", "\n") if body else ""
