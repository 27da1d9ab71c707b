"""What holds of letters, also where a server does not take them yet, or there is none."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from cryptotracker.adapters.mail.printed import PrintedMail
from cryptotracker.adapters.mail.smtp import Relay, open_smtp
from cryptotracker.ports.mail import Letter
from cryptotracker.ports.secrets import Secret
from tests.servers import free_port
from tests.waiting import until

BEHIND = "behind-the-hash"
LETTER = Letter(to="ada@example.org", subject="Grüße", text=f"Öffne https://x.org/#{BEHIND}\n")


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


async def arrived(inbox: Inbox) -> bool:
    return bool(inbox.found)


async def test_a_letter_arrives_as_it_was_written() -> None:
    inbox = Inbox()

    with serving(inbox) as server:
        async with open_smtp(server) as mail:
            mail.post(LETTER)

    (found,) = inbox.found
    assert (found["From"], found["To"], found["Subject"]) == (
        "CT <ct@example.org>",
        "ada@example.org",
        "Grüße",
    )
    assert found.get_content().replace("\r\n", "\n") == LETTER.text
    assert found["Message-ID"].endswith("@example.org>")


async def test_a_letter_that_is_not_taken_is_tried_again() -> None:
    inbox = Inbox(refusals=2)

    with serving(inbox) as server:
        async with open_smtp(server, retries=(0, 0)) as mail:
            mail.post(LETTER)
            await until(partial(arrived, inbox))

    assert len(inbox.found) == 1


async def test_a_letter_that_nobody_takes_is_noted_without_what_it_says(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)

    async with open_smtp(relay(free_port()), retries=(0,)) as mail:
        mail.post(LETTER)

    assert "given up" in caplog.text
    assert BEHIND not in caplog.text
    assert "ada@example.org" not in caplog.text


async def test_posting_waits_for_nobody() -> None:
    async with open_smtp(relay(free_port()), retries=()) as mail:
        for _ in range(1_200):  # more than are kept
            mail.post(LETTER)


async def test_a_password_is_never_shown() -> None:
    server = Relay(host="h", port=1, sender="ct@example.org", password=Secret("hunter-22"))

    assert "hunter-22" not in repr(server)


def test_without_a_server_letters_are_printed() -> None:
    said: list[str] = []

    PrintedMail(said.append).post(LETTER)

    assert BEHIND in said[0]
    assert "ada@example.org" in said[0]


def test_a_letter_does_not_show_what_it_says() -> None:
    assert BEHIND not in repr(LETTER)
