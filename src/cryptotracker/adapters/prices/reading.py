"""Read JSON of strangers: every digit of it, and nothing that can be read in two ways."""

import json
from decimal import Decimal
from typing import Any

from attrs import frozen


@frozen(kw_only=True, str=True)
class NotReadableError(ValueError):
    """It is no honest JSON.

    Attributes:
        reason: a key of OF_ANSWERS.
    """

    reason: str


class DuplicateKeyError(ValueError):
    """An object says one thing twice."""


def read_json(body: bytes) -> Any:
    """Read JSON, each number to its last digit; raise NotReadableError with the reason."""
    try:
        return json.loads(
            body.decode(),
            parse_float=Decimal,
            parse_int=Decimal,
            parse_constant=str,
            object_pairs_hook=once,
        )
    except DuplicateKeyError as error:
        raise NotReadableError(reason="duplicate_key") from error
    except RecursionError as error:
        raise NotReadableError(reason="too_deep") from error
    except (ValueError, ArithmeticError) as error:
        raise NotReadableError(reason="not_json") from error


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise DuplicateKeyError
    return found
