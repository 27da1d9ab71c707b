"""What holds of those who deliver letters, held against SendGrid as the sandbox plays it."""

from uuid import UUID

import pytest

from cryptotracker.adapters.mail.sendgrid import SendGridMail
from cryptotracker.domain.errors import CryptoTrackerError
from cryptotracker.domain.identity.identity_errors import LetterRefusedError, MailUnavailableError
from cryptotracker.entrypoints.sandbox.services import SENDGRID_KEY
from cryptotracker.ports.mail import Letter
from cryptotracker.ports.secrets import Secret
from tests.sandboxed import Stage

BEHIND = "behind-the-hash"
LETTER = Letter(to="ada@example.org", subject="Grüße", text=f"Öffne https://x.org/#{BEHIND}\n")
ID = UUID(int=7)


def sendgrid(stage: Stage, key: str = SENDGRID_KEY) -> SendGridMail:
    address = f"{stage.sandbox.address}/sendgrid"
    return SendGridMail(address=address, key=Secret(key), sender="CT <ct@example.org>")


async def test_a_letter_arrives_as_it_was_written(stage: Stage) -> None:
    await sendgrid(stage).send(LETTER, ID)

    (found,) = stage.sandbox.outbox.all("sendgrid")
    assert (found.to, found.title, found.text) == (LETTER.to, LETTER.subject, LETTER.text)
    assert found.facts == {
        "from": "CT <ct@example.org>",
        "Message-ID": f"<{ID}@example.org>",
        "Auto-Submitted": "auto-generated",
        "tracking": "none",
    }


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("too_large", LetterRefusedError(reason="SendGrid answered 413")),
        ("sender_refused", MailUnavailableError(reason="SendGrid answered 403")),
        ("key_refused", MailUnavailableError(reason="SendGrid answered 401")),
        ("limited", MailUnavailableError(reason="SendGrid answered 429")),
        ("away", MailUnavailableError(reason="SendGrid answered 503")),
        ("cut", MailUnavailableError(reason="SendGrid: RemoteProtocolError")),
    ],
)
async def test_what_is_refused_for_now_may_go_another_time(
    stage: Stage, fault: str, error: CryptoTrackerError
) -> None:
    stage.tell("sendgrid", fault)

    with pytest.raises(type(error)) as raised:
        await sendgrid(stage).send(LETTER, ID)

    assert str(raised.value) == str(error)
    assert raised.value.__cause__ is None


async def test_what_is_no_letter_is_refused_for_good(stage: Stage) -> None:
    nameless = Letter(to="ada@example.org", subject="", text="x")

    with pytest.raises(LetterRefusedError, match="SendGrid answered 400"):
        await sendgrid(stage).send(nameless, ID)

    assert stage.sandbox.outbox.all() == []


async def test_to_greet_it_sends_nothing_and_shows_whether_the_key_may_send(stage: Stage) -> None:
    await sendgrid(stage).greet()
    with pytest.raises(MailUnavailableError, match="SendGrid answered 401"):
        await sendgrid(stage, "SG.other").greet()
    stage.tell("sendgrid", "no_permission")
    with pytest.raises(MailUnavailableError, match=r"no permission mail\.send"):
        await sendgrid(stage).greet()

    assert stage.sandbox.outbox.all() == []


def test_a_key_is_never_shown(stage: Stage) -> None:
    assert "hunter-22" not in repr(sendgrid(stage, "hunter-22"))
