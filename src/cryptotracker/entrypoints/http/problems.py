"""The one place where an error becomes an HTTP answer: a problem document (RFC 9457).

For a new error of ours add a line to KINDS in kinds.py. No answer holds a traceback, a query or an
address of ours: what the caller need not know goes to the log.
"""

import logging
import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final, TypeAlias
from uuid import uuid4

from attrs import frozen
from litestar import Request, Response
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap
from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from cryptotracker.domain.errors import CryptoTrackerError, VersionConflictError
from cryptotracker.entrypoints.http.kinds import KINDS

PROBLEM_JSON: Final = "application/problem+json"

AnyRequest: TypeAlias = Request[object, object, State]
log = logging.getLogger(__name__)


class Fault(Struct, frozen=True):
    """One wrong thing in what was sent: `#/name` in the body, `?name` in the query."""

    pointer: str
    reason: str


class Problem(Struct, frozen=True, kw_only=True):
    """What went wrong, as RFC 9457 has it; a fault of ours has an id that is in the log too."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Fault] = []
    instance: str | UnsetType = UNSET


@frozen(kw_only=True)
class InputError(Exception):
    """Something in a request is not what its route takes."""

    pointer: str
    reason: str


# The framework would show the pattern itself.
FORMS: Final[Mapping[str, str]] = {
    "limit": "must be a whole number from 1 to 500",
    "year": "must be a year, like 2026",
    "currency": "must be a currency's code, like EUR",
}

DETAILS: Final[Mapping[int, str]] = {
    400: "What was sent is not what this address takes.",
    401: "Only those who run the service may see this.",
    404: "There is nothing at this address.",
    405: "This address does not answer to this method.",
    408: "The rest of the request did not come in time.",
    413: "More was sent than this address takes.",
    431: "The head of the request is larger than any that is needed.",
    500: "The fault is ours. It is in the log, and nothing was changed.",
    503: "There are too many connections. Try again later.",
}


def of_ours(_: AnyRequest, error: CryptoTrackerError) -> Response[Problem]:
    if KINDS[type(error)].status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("something of ours cannot be used", extra={"reason": str(error)})
    later = KINDS[type(error)].retry_after(error)
    headers = {"Retry-After": str(later)} if later else {}
    if isinstance(error, VersionConflictError):
        headers["ETag"] = f'"{error.current}"'  # what to look at, and try again with
    return answer(problem(error), headers)


def problem(error: CryptoTrackerError) -> Problem:
    """Describe an error of ours, now or, of a job, long after it was raised."""
    kind = KINDS[type(error)]
    detail = kind.detail(error)
    faults = [Fault(kind.pointer(error), detail)] if kind.pointer else []
    slug = re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__.removesuffix("Error")).lower()
    return Problem(
        type=f"/problems/{slug}",
        title=kind.title,
        status=kind.status,
        detail=sentence(detail),
        errors=faults,
    )


def of_input(_: AnyRequest, error: InputError) -> Response[Problem]:
    return answer(invalid([Fault(error.pointer, error.reason)]))


def of_http(request: AnyRequest, error: HTTPException) -> Response[Problem]:
    """Answer what the framework found wrong; its words are used for faults of the input only."""
    if error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return failed(request, error, error.status_code)
    faults = list(found_faults(error)) if error.status_code == HTTPStatus.BAD_REQUEST else []
    found = invalid(faults) if faults else standard(error.status_code)
    return answer(found, error.headers)


def of_depth(_: AnyRequest, __: RecursionError) -> Response[Problem]:
    """Answer JSON that is nested deeper than anything we take."""
    return answer(standard(HTTPStatus.BAD_REQUEST))


def of_anything(request: AnyRequest, error: Exception) -> Response[Problem]:
    return failed(request, error, HTTPStatus.INTERNAL_SERVER_ERROR)


def failed(request: AnyRequest, error: Exception, status: int) -> Response[Problem]:
    """Answer a fault of ours by the id under which the log, and it alone, tells what it was."""
    problem = f"urn:uuid:{uuid4()}"
    log.error(
        "a request failed",
        exc_info=error,
        extra={"problem": problem, "route": request.scope.get("path_template")},
    )
    return answer(replace(standard(status), instance=problem))


HANDLERS: Final[ExceptionHandlersMap] = {
    CryptoTrackerError: of_ours,
    InputError: of_input,
    HTTPException: of_http,
    RecursionError: of_depth,
    Exception: of_anything,
}


def found_faults(error: HTTPException) -> Sequence[Fault]:
    """Read what the framework says of a request that does not fit its route."""
    if match := re.match(r"Missing required (\w+) parameter '(.*)' for", error.detail):
        return [Fault(("?" if match[1] == "query" else "") + match[2], "is required")]
    found = error.extra if isinstance(error.extra, list) else []
    return [fault(each) for each in found]


def fault(said: Mapping[str, Any]) -> Fault:
    key, reason = str(said.get("key", "")), str(said.get("message", ""))
    if key == "data":  # the framework's name for the whole body
        key = ""
    if match := re.search(r"unknown field `(.*)`", reason):
        key, reason = match[1], "there is no such field"
    elif match := re.search(r"missing required field `(.*)`", reason):
        key, reason = match[1], "is required"
    elif "matching regex" in reason:
        reason = FORMS.get(key, "must be of the form that is described")
    elif not key and "Expected" not in reason:
        reason = "the body must be JSON"
    if said.get("source") == "query":
        return Fault(f"?{key}", reason)
    return Fault("#/" + key.replace(".", "/") if key else "#", reason)


def invalid(faults: list[Fault]) -> Problem:
    said = (f"{fault.pointer.lstrip('#/?')}: {fault.reason}".lstrip(": ") for fault in faults)
    return Problem(
        type="/problems/invalid-request",
        title="The request is not valid",
        status=400,
        detail="; ".join(said) + ".",
        errors=faults,
    )


def standard(status: int) -> Problem:
    """Describe a status of HTTP that needs no explanation of its own."""
    phrase = HTTPStatus(status).phrase
    slug = phrase.lower().replace(" ", "-")
    return Problem(
        type=f"/problems/{slug}",
        title=phrase,
        status=status,
        detail=DETAILS.get(status, "The request cannot be answered."),
    )


def answer(found: Problem, headers: Mapping[str, str] | None = None) -> Response[Problem]:
    return Response(
        found, status_code=found.status, media_type=PROBLEM_JSON, headers=dict(headers or {})
    )


def sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else text + "."
