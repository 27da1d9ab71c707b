"""What holds of letters, also where a server does not take them yet, or there is none."""

import logging
from functools import partial

import pytest

from cryptotracker.adapters.mail.printed import PrintedMail
from cryptotracker.adapters.mail.smtp import Relay, open_smtp
from cryptotracker.ports.mail import Letter
from cryptotracker.ports.secrets import Secret
from tests.inbox import Inbox, relay, serving
from tests.servers import free_port
from tests.waiting import until

BEHIND = "behind-the-hash"
LETTER = Letter(to="ada@example.org", subject="Grüße", text=f"Öffne https://x.org/#{BEHIND}\n")


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
