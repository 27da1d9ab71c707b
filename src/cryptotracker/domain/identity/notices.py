"""What people are written to about, and by which way; and what of that they may switch off.

To add a kind or a channel: a line in KINDS or CHANNELS, and whoever sends asks `wants`.

>>> chosen = with_choice({}, "sharing", "email", on=False)
>>> wants(chosen, "sharing", "email"), wants(chosen, "security", "email")
(False, True)
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from attrs import frozen

from cryptotracker.domain.errors import InvalidValueError

EMAIL: Final = "email"
CHANNELS: Final = (EMAIL,)

SECURITY: Final = "security"
SHARING: Final = "sharing"

Choices: TypeAlias = Mapping[tuple[str, str], bool]
"""What somebody chose, by kind and channel; what they did not choose is as it usually is."""

NOTHING: Final[Choices] = MappingProxyType({})


@frozen(kw_only=True)
class Kind:
    """Why somebody is written to.

    Attributes:
        always: the channels that nobody can switch off.
        usual: those that are on until somebody switches them off.
    """

    always: frozenset[str] = frozenset()
    usual: frozenset[str] = frozenset()


KINDS: Final[Mapping[str, Kind]] = {
    SECURITY: Kind(always=frozenset({EMAIL})),  # a thief would switch them off first
    SHARING: Kind(usual=frozenset({EMAIL})),
}


def places() -> Iterator[tuple[str, str]]:
    """List everything there is to choose, and what is fixed among it."""
    return ((kind, channel) for kind in KINDS for channel in CHANNELS)


def is_fixed(kind: str, channel: str) -> bool:
    return channel in KINDS[kind].always


def wants(choices: Choices, kind: str, channel: str) -> bool:
    """Tell whether somebody is to be written to about a kind, by a channel."""
    if is_fixed(kind, channel):
        return True
    return choices.get((kind, channel), channel in KINDS[kind].usual)


def with_choice(choices: Choices, kind: str, channel: str, *, on: bool) -> Choices:
    """Return choices with one more; what is as usual needs none."""
    if kind not in KINDS:
        refuse("kind", kind, "one of " + ", ".join(KINDS))
    if channel not in CHANNELS:
        refuse("channel", channel, "one of " + ", ".join(CHANNELS))
    if is_fixed(kind, channel):
        if not on:
            refuse("on", "false", f"letters about {kind} cannot be switched off")
        return choices
    rest = {place: each for place, each in choices.items() if place != (kind, channel)}
    return rest if on == (channel in KINDS[kind].usual) else {**rest, (kind, channel): on}


def refuse(column: str, value: str, reason: str) -> None:
    raise InvalidValueError(column=column, value=value[:100], reason=reason)
