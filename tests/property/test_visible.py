"""Whatever a portfolio's answer says, a share shows nothing that its scope does not include."""

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct, json, structs
from msgspec.inspect import ListType, StructType, UnionType, type_info

from cryptotracker.domain.identity import visible
from cryptotracker.domain.identity.shares import SCOPES, Scope, includes
from cryptotracker.domain.identity.visible import View, seen
from cryptotracker.entrypoints.http import shared_views as views

SHAPES: Final[Mapping[str, tuple[View, type[Struct]]]] = {
    "portfolio": (visible.PORTFOLIO, views.SharedPortfolio),
    "holdings": (visible.HOLDINGS, views.SharedHoldings),
    "net worth": (visible.NET_WORTH, views.SharedNetWorth),
    "transaction": (visible.TRANSACTION, views.SharedTransaction),
    "gains": (visible.GAINS, views.SharedGains),
    "income": (visible.INCOME, views.SharedIncome),
    "import": (visible.IMPORT, views.SharedImport),
}
NEW: Final = st.dictionaries(st.sampled_from(["new", "owner", "email", "secret"]), st.none())
"""Fields that answers may have one day, and nobody has decided about."""


@st.composite
def documents(draw: st.DrawFn, view: View) -> dict[str, Any]:
    """Draw an answer whose every value names the scope that shows it, and is there once."""
    numbers = count()

    def value(scope: str) -> object:
        text = f"<{scope} {next(numbers)}>"
        return draw(st.sampled_from([text, text, text, None]))

    def filled(fields: View) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, rule in fields.items():
            if isinstance(rule, str):
                found[name] = value(rule)
            elif draw(st.booleans()):
                found[name] = [filled(rule) for _ in range(draw(st.integers(0, 2)))]
            else:
                found[name] = filled(rule) if draw(st.booleans()) else None
        unknown = {name: [{"deep": value("never")}, value("never")] for name in draw(NEW)}
        return found | unknown

    return filled(view)


def values(document: object) -> Iterator[str]:
    if isinstance(document, Mapping):
        for each in document.values():
            yield from values(each)
    elif isinstance(document, list):
        for each in document:
            yield from values(each)
    elif isinstance(document, str):
        yield document


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("name", SHAPES)
@given(data=st.data())
def test_what_is_shown_is_what_a_scope_includes_and_all_of_it(
    name: str, scope: Scope, data: st.DataObject
) -> None:
    view, _ = SHAPES[name]
    document = data.draw(documents(view))

    shown = json.encode(seen(document, view, scope)).decode()

    hidden = {each for each in values(document) if not may(each, scope)}
    assert [each for each in hidden if each in shown] == []
    assert [each for each in values(document) if each not in hidden and each not in shown] == []


def may(value: str, scope: Scope) -> bool:
    needed = value.strip("<>").partition(" ")[0]
    return any(each == needed and includes(scope, each) for each in SCOPES)


@pytest.mark.parametrize("name", SHAPES)
@given(data=st.data())
def test_a_value_that_became_an_object_is_hidden_until_somebody_decides(
    name: str, data: st.DataObject
) -> None:
    view, _ = SHAPES[name]
    field = data.draw(
        st.sampled_from([each for each, rule in view.items() if isinstance(rule, str)])
    )
    document = {field: data.draw(st.sampled_from([{"deep": "secret"}, ["secret"], 0.5]))}

    assert seen(document, view, "write") == {}


@pytest.mark.parametrize("name", SHAPES)
def test_the_wire_has_the_fields_that_are_decided_about(name: str) -> None:
    view, shape = SHAPES[name]

    assert fields_of(shape) == names(view)


def names(view: View) -> dict[str, Any]:
    return {name: None if isinstance(rule, str) else names(rule) for name, rule in view.items()}


def fields_of(shape: type[Struct]) -> dict[str, Any]:
    return {each.encode_name: within(type_info(each.type)) for each in structs.fields(shape)}


def within(kind: object) -> dict[str, Any] | None:
    """Return the fields of what an object or a list of them holds."""
    for each in kind.types if isinstance(kind, UnionType) else (kind,):
        if isinstance(each, ListType):
            return within(each.item_type)
        if isinstance(each, StructType):
            return fields_of(each.cls)
    return None
