"""What is known of one setting."""

from collections.abc import Callable
from typing import NamedTuple


class Setting(NamedTuple):
    """A setting: where its value is kept, what reads it, and what the reference says of it."""

    attribute: str
    read: Callable[[str, str], object]
    means: str
    absent: str
    secret: bool = False
