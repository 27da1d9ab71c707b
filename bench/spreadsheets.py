"""Write a made-up history as rp2 reads it: a spreadsheet with a sheet per asset, and a config.

A fee in a third coin is a row of its own in that coin's sheet.
"""

import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from xml.sax.saxutils import escape

from bench.histories import MONEY, Event, history
from bench.journals import fee_price

HEADS = {
    "IN": """timestamp asset exchange holder transaction_type spot_price crypto_in fiat_fee
        unique_id""".split(),
    "OUT": """timestamp asset exchange holder transaction_type spot_price crypto_out_no_fee
        crypto_fee unique_id""".split(),
    "INTRA": """timestamp asset from_exchange from_holder to_exchange to_holder spot_price
        crypto_sent crypto_received unique_id""".split(),
}
NUMBERS = {"spot_price", "crypto_in", "fiat_fee", "crypto_out_no_fee", "crypto_fee"} | {
    "crypto_sent",
    "crypto_received",
}
WIDTH = 10
NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = (
    f'{DECLARATION}<manifest:manifest xmlns:manifest="{NAMESPACE}:manifest:1.0"'
    f' manifest:version="1.2"><manifest:file-entry manifest:full-path="/"'
    f' manifest:media-type="{MEDIA_TYPE}"/><manifest:file-entry'
    ' manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
HEAD = (
    f'{DECLARATION}<office:document-content xmlns:office="{NAMESPACE}:office:1.0"'
    f' xmlns:table="{NAMESPACE}:table:1.0" xmlns:text="{NAMESPACE}:text:1.0"'
    ' office:version="1.2"><office:body><office:spreadsheet>'
)
TAIL = "</office:spreadsheet></office:body></office:document-content>"
Sheets = dict[str, dict[str, list[Mapping[str, str]]]]


def write_spreadsheet(shape: str, count: int, path: Path) -> None:
    sheets = collect(history(shape, count))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), MEDIA_TYPE)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", HEAD + "".join(tables(sheets)) + TAIL)
    path.with_suffix(".ini").write_text("\n".join(config(sheets)), encoding="utf-8")


def collect(events: Iterable[Event]) -> Sheets:
    sheets: Sheets = defaultdict(lambda: {name: [] for name in HEADS})
    for event in events:
        table, row = as_row(event)
        sheets[event.asset][table].append(row)
        if event.kind != "transfer" and event.fee_asset not in ("", MONEY, event.asset):
            sheets[event.fee_asset]["OUT"].append(fee_row(event))
    return sheets


def as_row(event: Event) -> tuple[str, dict[str, str]]:
    row = start(event, event.asset) | {"spot_price": event.price}
    if event.kind == "sell":
        return "OUT", row | {
            "transaction_type": "SELL",
            "crypto_out_no_fee": event.quantity,
            "crypto_fee": "0",
        }
    if event.kind == "transfer":
        return "INTRA", row | {
            "from_exchange": event.account,
            "from_holder": "me",
            "to_exchange": event.to_account,
            "to_holder": "me",
            "crypto_sent": event.quantity,
            "crypto_received": event.received,
        }
    return "IN", row | {
        "transaction_type": "BUY" if event.kind == "buy" else "STAKING",
        "crypto_in": event.quantity,
        "fiat_fee": event.fee_value or "0",
    }


def fee_row(event: Event) -> dict[str, str]:
    return start(event, event.fee_asset) | {
        "transaction_type": "FEE",
        "spot_price": fee_price(event),
        "crypto_out_no_fee": "0",
        "crypto_fee": event.fee_quantity,
    }


def start(event: Event, asset: str) -> dict[str, str]:
    return {
        "timestamp": event.time.strftime("%Y-%m-%d %H:%M:%S +0000"),
        "asset": asset,
        "exchange": event.account,
        "holder": "me",
        "unique_id": str(event.number),
    }


def tables(sheets: Sheets) -> Iterator[str]:
    for asset in sorted(sheets):
        columns = f'<table:table-column table:number-columns-repeated="{WIDTH}"/>'
        yield f'<table:table table:name="{asset}">{columns}'
        for name, rows in sheets[asset].items():
            if rows:
                yield line([name])
                yield line(HEADS[name])
                for row in rows:
                    yield line([row[column] for column in HEADS[name]], HEADS[name])
                yield line(["TABLE END"])
                yield line([])
        yield "</table:table>"


def line(cells: list[str], columns: Iterable[str] = ()) -> str:
    named = zip_longest(cells, columns, fillvalue="")
    written = [cell(content, column) for content, column in named]
    empty = ["<table:table-cell/>"] * (WIDTH - len(cells))
    return "<table:table-row>" + "".join(written + empty) + "</table:table-row>"


def cell(content: str, column: str) -> str:
    kind = f'float" office:value="{content}' if column in NUMBERS else "string"
    return (
        f'<table:table-cell office:value-type="{kind}">'
        f"<text:p>{escape(content)}</text:p></table:table-cell>"
    )


def config(sheets: Sheets) -> Iterator[str]:
    rows = [row for sheet in sheets.values() for table in sheet.values() for row in table]
    places = {row.get("to_exchange", row["exchange"]) for row in rows}
    places |= {row["exchange"] for row in rows}
    yield "[general]"
    yield f"assets = {', '.join(sorted(sheets))}"
    yield f"exchanges = {', '.join(sorted(places))}"
    yield "holders = me"
    for name, columns in HEADS.items():
        yield f"\n[{name.lower()}_header]"
        yield from (f"{column} = {index}" for index, column in enumerate(columns))
