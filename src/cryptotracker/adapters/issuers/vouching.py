"""Read what an issuer says of a person: the kinds it must be of, and how long it may be."""

from collections.abc import Mapping
from typing import Any, Final

from cryptotracker.domain.errors import InvalidValueError
from cryptotracker.domain.identity.users import check_email

TEXT_LONGEST: Final = 255


def text(said: Mapping[str, Any], name: str, longest: int = TEXT_LONGEST) -> str:
    """Return a text, empty if there is none that can be shown."""
    found = said.get(name)
    if not isinstance(found, str) or len(found) > longest or not found.isprintable():
        return ""
    return found.strip()


def address(email: object, *, verified: object) -> str | None:
    """Return an address if the issuer has seen that its owner reads its mail."""
    # Some issuers write the truth as a text.
    if not isinstance(email, str) or verified not in (True, "true"):
        return None
    try:
        check_email(email)
    except InvalidValueError:
        return None
    return email
