"""Read what stands behind a `?`, strictly: unknown names and half-right values are refused."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Annotated, Final, Generic, TypeAlias, TypeVar

from litestar import Request
from litestar.datastructures import State
from litestar.params import QueryParameter
from msgspec import Struct

from cryptotracker.domain.errors import InvalidCursorError
from cryptotracker.entrypoints.http.problems import InputError

Item = TypeVar("Item")

LONGEST: Final = 500
DATE: Final = len("2026-01-31")
TICK: Final = timedelta(microseconds=1)

# Texts by pattern: as a number the framework would take `1_0` and other scripts' digits.
COUNT: Final = r"^([1-9]|[1-9][0-9]|[1-4][0-9][0-9]|500)$(?!\n)"
YEAR: Final = r"^(19|20|21)[0-9][0-9]$(?!\n)"

Limit: TypeAlias = Annotated[
    str, QueryParameter(pattern=COUNT, description="So many items at most, from 1 to 500.")
]
Cursor: TypeAlias = Annotated[
    str | None,
    QueryParameter(max_length=200, description="The `next_cursor` of the page before."),
]
Text: TypeAlias = Annotated[str | None, QueryParameter(max_length=200)]
Year: TypeAlias = Annotated[
    str | None, QueryParameter(pattern=YEAR, description="A tax year, by the year it begins in.")
]
From: TypeAlias = Annotated[
    str | None, QueryParameter(name="from", max_length=40, description="Inclusive.")
]
To: TypeAlias = Annotated[
    str | None, QueryParameter(name="to", max_length=40, description="Inclusive.")
]


class Listed(Struct, Generic[Item], frozen=True):
    """A page of a list."""

    items: list[Item]
    next_cursor: str | None = None


async def refuse_unknown(request: Request[object, object, State]) -> None:
    """Refuse a name that the route does not know: a slip must not answer another question.

    What stands behind a page's `?` is the client's own affair. Litestar would call a guard with a
    copy of the handler, which takes as long as a third of a short request.
    """
    if not request.scope["query_string"]:
        return
    given, handler = request.query_params, request.route_handler
    if not given or handler.opt.get("page"):
        return
    found = [each.parsed_fn_signature for each in handler.resolve_dependencies().values()]
    known = {
        parameter.kwarg_definition.name or name
        for signature in (handler.parsed_fn_signature, *found)
        for name, parameter in signature.parameters.items()
        if isinstance(parameter.kwarg_definition, QueryParameter)
    }
    for name in given:
        if name not in known:
            reason = "there is no such parameter"
            raise InputError(
                pointer=f"?{name[:100]}", reason=f"{reason}; there are {', '.join(sorted(known))}"
            )
        if "\0" in given[name]:  # no database takes it
            raise InputError(pointer=f"?{name}", reason="must be text without NUL")
        if len(given.getall(name)) > 1:
            raise InputError(pointer=f"?{name}", reason="must be given once")


def sliced(items: Sequence[Item], limit: str, cursor: str | None) -> Listed[Item]:
    """Take a page out of a list that is at hand as a whole; the cursor is a place in it."""
    start = 0 if cursor is None else place(cursor, "p")
    end = start + int(limit)
    more = end < len(items)
    return Listed(list(items[start:end]), f"p{end}" if more else None)


def place(cursor: str, mark: str) -> int:
    digits = cursor.removeprefix(mark)
    if digits == cursor or not (digits.isascii() and digits.isdigit()) or len(digits) > DATE:
        raise InvalidCursorError(cursor=cursor)
    return int(digits)


def moment(text: str, name: str, zone: tzinfo) -> datetime:
    """Read a time, or the first instant of a date in a zone."""
    try:
        if len(text) == DATE:
            return datetime.combine(date.fromisoformat(text), time(), zone).astimezone(UTC)
        found = datetime.fromisoformat(text)
        if found.tzinfo is not None and text.isascii():
            return found.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise InputError(
        pointer=f"?{name}", reason="must be a date like 2026-01-31 or a time like 2026-01-31T12:00Z"
    )


def after(text: str, name: str, zone: tzinfo) -> datetime:
    """Read the first instant that is too late: after a time, or after the whole of a date."""
    try:
        if len(text) == DATE:
            text = (date.fromisoformat(text) + timedelta(days=1)).isoformat()
            return moment(text, name, zone)
        return moment(text, name, zone) + TICK
    except (ValueError, OverflowError) as error:
        raise InputError(pointer=f"?{name}", reason="must be a date like 2026-01-31") from error


def day(text: str, name: str) -> date:
    try:
        if len(text) == DATE:
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise InputError(pointer=f"?{name}", reason="must be a date like 2026-01-31")


def names(text: str, name: str, most: int = LONGEST) -> list[str]:
    """Read names between commas; each counts once."""
    found = list(dict.fromkeys(filter(None, (each.strip() for each in text.split(",")))))
    if not found or len(found) > most:
        raise InputError(
            pointer=f"?{name}", reason=f"must be from 1 to {most} names, between commas"
        )
    return found
