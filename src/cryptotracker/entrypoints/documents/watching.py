"""Watch-lists and assets as documents, for HTTP and for the command line."""

from collections.abc import Mapping

from cryptotracker.domain.market.assets import Asset
from cryptotracker.domain.watching.watch_lists import WatchList
from cryptotracker.entrypoints.documents.text import instant


def asset_document(asset: str, known: Asset | None) -> dict[str, object]:
    """Write an asset; of one that the catalogue lost only its id is known."""
    return {
        "id": asset,
        "symbol": known.symbol if known else asset,
        "name": known.name if known else asset,
        "kind": known.kind if known else "",
        "color": (known.color or None) if known else None,
    }


def list_document(watch_list: WatchList, known: Mapping[str, Asset]) -> dict[str, object]:
    return {
        "id": str(watch_list.id),
        "name": watch_list.name,
        "assets": [asset_document(each, known.get(each)) for each in watch_list.assets],
        "created_at": instant(watch_list.created_at),
        "version": watch_list.version,
    }
