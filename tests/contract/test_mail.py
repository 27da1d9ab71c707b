"""What holds of those who deliver letters, also where a server does not take them, or is none."""

from uuid import UUID

import pytest

from cryptotracker.adapters.mail.printed import PrintedMail
from cryptotracker.adapters.mail.smtp import Relay, SmtpMail
from cryptotracker.domain.errors import CryptoTrackerError
from cryptotracker.domain.identity.identity_errors import LetterRefusedError, MailUnavailableError
from cryptotracker.ports.mail import Letter
from cryptotracker.ports.secrets import Secret
from tests.inbox import Inbox, relay, serving
from tests.servers import free_port

BEHIND = "behind-the-hash"
LETTER = Letter(to="ada@example.org", subject="Grüße", text=f"Öffne https://x.org/#{BEHIND}\n")
ID = UUID(int=7)


async def test_a_letter_arrives_as_it_was_written() -> None:
    inbox = Inbox()

    with serving(inbox) as server:
        await SmtpMail(server).send(LETTER, ID)

    (found,) = inbox.found
    assert (found["From"], found["To"], found["Subject"]) == (
        "CT <ct@example.org>",
        "ada@example.org",
        "Grüße",
    )
    assert found.get_content().replace("\r\n", "\n") == LETTER.text
    assert found["Message-ID"] == f"<{ID}@example.org>"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("later", MailUnavailableError(reason="SMTPDataError (451)")),
        ("refused", LetterRefusedError(reason="SMTPDataError (554)")),
        ("greylisted", MailUnavailableError(reason="SMTPRecipientsRefused (450)")),
        ("unknown_recipient", LetterRefusedError(reason="SMTPRecipientsRefused (550)")),
        ("cut", MailUnavailableError(reason="SMTPServerDisconnected")),
    ],
)
async def test_what_is_refused_for_now_may_go_another_time(
    fault: str, error: CryptoTrackerError
) -> None:
    with serving(Inbox(fault)) as server, pytest.raises(type(error)) as raised:
        await SmtpMail(server).send(LETTER, ID)

    assert str(raised.value) == str(error)
    assert raised.value.__suppress_context__


async def test_a_server_that_is_not_there_may_be_another_time() -> None:
    mail = SmtpMail(relay(free_port()))

    with pytest.raises(MailUnavailableError):
        await mail.send(LETTER, ID)
    with pytest.raises(MailUnavailableError):
        await mail.greet()


async def test_to_greet_a_server_sends_nothing() -> None:
    inbox = Inbox()

    with serving(inbox) as server:
        await SmtpMail(server).greet()

    assert inbox.found == []


async def test_a_password_is_never_shown() -> None:
    server = Relay(host="h", port=1, sender="ct@example.org", password=Secret("hunter-22"))

    assert "hunter-22" not in repr(server)


async def test_without_a_server_letters_are_printed() -> None:
    said: list[str] = []

    await PrintedMail(said.append).send(LETTER, ID)

    assert BEHIND in said[0]
    assert "ada@example.org" in said[0]


def test_a_letter_does_not_show_what_it_says() -> None:
    assert BEHIND not in repr(LETTER)
