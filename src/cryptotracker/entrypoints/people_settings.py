"""The settings of those who sign in, and of the letters that they are sent."""

from collections.abc import Mapping
from typing import Final

from cryptotracker.entrypoints import readers
from cryptotracker.entrypoints.setting import Setting

PEOPLE: Final[Mapping[str, Setting]] = {
    "REGISTRATION": Setting(
        "registration",
        readers.choice("invited", "open"),
        "`invited`: whoever has an invitation may register; `open`: whoever reads the mail of an "
        "address",
        "`invited`",
    ),
    "LEAKED_PASSWORDS_FILE": Setting(
        "leaked_passwords_file",
        readers.digests,
        "a list of leaked passwords that nobody may choose, as SHA-1 in order, on this machine: "
        "[how to](../how-to/let-people-sign-in.md#refuse-leaked-passwords)",
        "none; the 10,000 most common ones are refused in any case",
    ),
    "SMTP_HOST": Setting(
        "smtp_host",
        readers.host,
        "the server that takes letters",
        "letters are printed, for whoever runs the service to pass on",
    ),
    "SMTP_PORT": Setting("smtp_port", readers.whole(65535), "its port", "`587`"),
    "SMTP_SECURITY": Setting(
        "smtp_security",
        readers.choice("starttls", "tls", "none"),
        "how the connection is kept from being read: `starttls`, `tls`, or not at all, `none`",
        "`starttls`",
    ),
    "SMTP_USERNAME": Setting("smtp_username", readers.line, "who signs in there", "nobody"),
    "SMTP_PASSWORD": Setting("smtp_password", readers.secret, "and by what", "none", secret=True),
    "SMTP_SENDER": Setting(
        "smtp_sender",
        readers.sender,
        "whom letters are from, like `CryptoTracker <tracker@example.org>`; needed with "
        "`SMTP_HOST`",
        "none",
    ),
    "SENDGRID_API_KEY": Setting(
        "sendgrid_api_key",
        readers.secret,
        "the key by which SendGrid takes letters, instead of a server of `SMTP_HOST`",
        "none",
        secret=True,
    ),
    "SENDGRID_SENDER": Setting(
        "sendgrid_sender",
        readers.sender,
        "whom its letters are from, an address that SendGrid knows as yours; needed with "
        "`SENDGRID_API_KEY`",
        "none",
    ),
    "SENDGRID_URL": Setting(
        "sendgrid_url", readers.web_address, "where its API is", "`https://api.sendgrid.com`"
    ),
}


def check_mail(given: Mapping[str, str]) -> None:
    """Refuse two ways for letters to go, and one without a sender."""
    for way, sender in (("SMTP_HOST", "SMTP_SENDER"), ("SENDGRID_API_KEY", "SENDGRID_SENDER")):
        if way in given and sender not in given:
            readers.refuse(sender, f"is needed with {way}: a letter is from somebody")
    if "SMTP_HOST" in given and "SENDGRID_API_KEY" in given:
        readers.refuse("SENDGRID_API_KEY", "and SMTP_HOST are both given; letters go one way")
