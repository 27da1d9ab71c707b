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
}
