"""Read our own ledger as JSON Lines (`ledger-jsonl`): one object of strings a line."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from cryptotracker.adapters.formats.files.lines import Line
from cryptotracker.adapters.formats.files.rejecting import rejection, spoilt
from cryptotracker.adapters.formats.ledger.rows import Rows, named, rows
from cryptotracker.domain.errors import InvalidValueError
from cryptotracker.domain.portfolio.transactions import Transaction
from cryptotracker.ports.formats import Outcome

KNOWN_SHAPES: Final = 256
"""Lines with the same keys share one resolved header; a file of ever new keys is read slower."""

UNWRITABLE: Final = re.compile("[\0\ud800-\udfff]")
"""NUL, and halves of characters: JSON can spell them, UTF-8 text cannot hold them."""


class Number(str):
    """A JSON number, kept apart from the strings because other programs read it as a float."""

    __slots__ = ()


class Pairs(list[tuple[str, object]]):
    """An object as it was written, so that a key that stands twice is seen."""


DECODER: Final = json.JSONDecoder(
    object_pairs_hook=Pairs,
    parse_float=Number,
    parse_int=Number,
    parse_constant=Number,
)


def looks_like(text: str) -> bool:
    """Tell a line of our ledger: an object with a time and a type."""
    return text.startswith("{") and '"time"' in text and '"type"' in text


def read(lines: Iterator[Line], *, file: str, time_zone: ZoneInfo | None) -> Iterator[Outcome]:
    """Read the lines; one that is empty is no row."""
    shapes: dict[tuple[str, ...], Rows] = {}
    outcome: Outcome
    for line, text, fault in lines:
        if fault:
            yield spoilt(file, line, [text], fault)
        elif text and not text.isspace():
            try:
                outcome = transaction(line, text, shapes, (file, time_zone))
            except InvalidValueError as error:
                outcome = rejection(file, line, error)
            yield outcome


def transaction(
    line: int,
    text: str,
    shapes: dict[tuple[str, ...], Rows],
    context: tuple[str, ZoneInfo | None],
) -> Transaction:
    keys, values = members(text)
    shape = shapes.get(keys)
    if shape is None:
        shape = resolved(keys, context)
        if len(shapes) < KNOWN_SHAPES:
            shapes[keys] = shape
    return shape.transaction(line, values)


def resolved(keys: Sequence[str], context: tuple[str, ZoneInfo | None]) -> Rows:
    file, time_zone = context
    try:
        return rows(keys, file=file, time_zone=time_zone)
    except ValueError as error:
        raise InvalidValueError(column="", value=", ".join(keys), reason=str(error)) from None


def members(text: str) -> tuple[tuple[str, ...], list[str]]:
    """Take an object apart, or raise InvalidValueError naming the key that is wrong."""
    try:
        written: object = DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        reason = f"the line is not JSON: {error}"
        raise InvalidValueError(column="", value=text, reason=reason) from None
    if not isinstance(written, Pairs):
        raise InvalidValueError(column="", value=text, reason="the line is not a JSON object")
    keys = tuple(key for key, _ in written)
    if len(set(map(named, keys))) < len(keys):
        raise InvalidValueError(column="", value=text, reason="a key stands twice in the object")
    return keys, [string(key, value) for key, value in written]


def string(key: str, value: object) -> str:
    if type(value) is str:
        if UNWRITABLE.search(value):
            raise InvalidValueError(
                column=key,
                value=ascii(value),
                reason="the text has a character no file can keep",
            )
        return value
    if value is None:
        return ""
    reason = "a number is written as a string, in quotation marks"
    if not isinstance(value, Number):
        reason = "a value is a string"
    raise InvalidValueError(column=key, value=str(value), reason=reason)
