"""Read a body of JSON strictly: a text is no number, and a number no truth.

The framework would take `"365"` for a number of days and `0` for false, as it does of a query.
"""

import re
from typing import Any, Final

from litestar import Request
from litestar.datastructures import State
from litestar.exceptions import ValidationException
from msgspec import ValidationError, convert

PLACE: Final = re.compile(r" - at `\$\.?(.*)`$")


class StrictRequest(Request[Any, Any, State]):
    """A request whose JSON is what its route takes, or refused."""

    async def json(self) -> Any:
        value = await super().json()
        wanted = self.route_handler.parsed_data_field
        if wanted is None:
            return value
        try:
            return convert(value, wanted.annotation)
        except ValidationError as error:
            raise refused(str(error)) from error


def refused(said: str) -> ValidationException:
    """Say what is wrong where, as the framework does of what it finds itself."""
    found = PLACE.search(said)
    key = found[1] if found else "data"
    return ValidationException(extra=[{"key": key, "message": PLACE.sub("", said)}])
