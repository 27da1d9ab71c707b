"""Decide whether a password will do. There are no rules of what it must hold: length protects.

>>> check_password("a long one of my own", "ada@example.org", common=())
"""

from collections.abc import Container
from typing import Final, NoReturn

from cryptotracker.domain.identity.errors import PasswordRefusedError

SHORTEST: Final = 8
"""In characters."""
LONGEST: Final = 1024
"""In bytes: to hash more would keep others waiting."""

TELLING: Final = 4
"""So many letters of an e-mail's name are too many to be found by chance."""
OURS: Final = "cryptotracker"


def check_password(
    password: str, email: str, common: Container[str], leaked: Container[str] = ()
) -> None:
    """Refuse what is guessed first; `common` has the most common ones in small letters."""
    try:
        size = len(password.encode())
    except UnicodeEncodeError:
        refuse("is not text")
    if len(password) < SHORTEST:
        refuse(f"has fewer than {SHORTEST} characters")
    if size > LONGEST:
        refuse(f"has more than {LONGEST} bytes")
    plain = password.casefold()
    name = email.partition("@")[0].casefold()
    if plain in common:
        refuse("is one of the most common ones")
    if plain == OURS or (len(name) >= TELLING and name in plain):
        refuse("holds the name of your e-mail address, or is that of this product")
    if password in leaked:
        refuse("is in a list of leaked ones")


def refuse(reason: str) -> NoReturn:
    raise PasswordRefusedError(reason=f"this password {reason}")
