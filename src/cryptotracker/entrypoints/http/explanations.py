"""The shape of an explanation on the wire."""

from typing import Annotated, Literal

from msgspec import Struct, convert

from cryptotracker.domain.portfolio.explanations import Explanation, Part, SourceRow
from cryptotracker.domain.portfolio.kept_files import LiteralRow
from cryptotracker.entrypoints.documents.text import number


class CellView(Struct, frozen=True):
    name: str
    value: str


class LiteralView(Struct, frozen=True):
    """A row as its file has it; `cut` when it goes on."""

    text: str
    cells: list[CellView]
    cut: bool

    @classmethod
    def of(cls, row: LiteralRow | None) -> "LiteralView | None":
        if row is None:
            return None
        return cls(row.text, [CellView(name, value) for name, value in row.cells], row.cut)


class SourceRowView(Struct, frozen=True):
    file: str
    line: int | None
    raw: str
    literal: LiteralView | None
    missing: Annotated[str | None, "why there is no literal row"]

    @classmethod
    def of(cls, row: SourceRow) -> "SourceRowView":
        literal = LiteralView.of(row.literal)
        return cls(row.file, row.line, row.raw, literal, None if literal else row.missing)


class SourceView(Struct, frozen=True):
    kind: str
    text: str


class PartView(Struct, frozen=True, kw_only=True):
    sign: Literal["+", "−", "="]
    label: str
    value: str | None
    unit: str
    kind: str
    ref: str | None
    rows: list[SourceRowView]
    parts: list["PartView"]

    @classmethod
    def of(cls, part: Part) -> "PartView":
        return cls(
            sign=convert(part.sign, Literal["+", "−", "="]),
            label=part.label,
            value=number(part.value),
            unit=part.unit,
            kind=part.kind,
            ref=part.ref,
            rows=[SourceRowView.of(row) for row in part.rows],
            parts=[cls.of(each) for each in part.parts],
        )


class ExplanationView(Struct, frozen=True, kw_only=True):
    ref: str
    title: str
    value: str | None
    unit: str
    low: str | None
    high: str | None
    sentence: str
    parts: list[PartView]
    sources: list[SourceView]

    @classmethod
    def of(cls, explanation: Explanation) -> "ExplanationView":
        return cls(
            ref=explanation.ref,
            title=explanation.title,
            value=number(explanation.value),
            unit=explanation.unit,
            low=number(explanation.low),
            high=number(explanation.high),
            sentence=explanation.sentence,
            parts=[PartView.of(each) for each in explanation.parts],
            sources=[SourceView(each.kind, each.text) for each in explanation.sources],
        )
