"""Watch-lists and stars over HTTP."""

from typing import Annotated, Final
from uuid import UUID

from litestar import Controller, Response, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, Meta, Struct, UnsetType, convert, field

from cryptotracker.application.watching import WatchListChange
from cryptotracker.domain.watching.watch_lists import ASSETS_MOST, NAME_LONGEST, WatchList
from cryptotracker.entrypoints.documents.watching import asset_document, list_document
from cryptotracker.entrypoints.http.answers import Answer
from cryptotracker.entrypoints.http.auth import Body
from cryptotracker.entrypoints.http.market_views import AssetView
from cryptotracker.entrypoints.http.portfolios import IfMatch, version
from cryptotracker.entrypoints.http.problems import InputError
from cryptotracker.entrypoints.http.queries import Cursor, Limit, Listed, sliced
from cryptotracker.entrypoints.tracker import Tracker

ASSET_LONGEST: Final = 100

Name = Annotated[str, Meta(min_length=1, max_length=NAME_LONGEST)]
AssetName = Annotated[
    str, Meta(min_length=1, max_length=ASSET_LONGEST, description="An id, or a symbol.")
]
AssetNames = Annotated[list[AssetName], Meta(max_length=ASSETS_MOST)]


class WatchListView(Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    assets: list[AssetView]
    created_at: str
    version: int


class NewWatchList(Body, frozen=True, kw_only=True):
    name: Name
    assets: AssetNames = field(default_factory=list)


class WatchListEdit(Body, frozen=True, kw_only=True):
    """What is to change; `assets` are all that it holds from now on, in their order."""

    name: Name | UnsetType = UNSET
    assets: AssetNames | UnsetType = UNSET


class WatchListController(Controller):
    path = "/watchlists"
    tags = ("Watch-lists",)

    @get(operation_id="listWatchLists", summary="List watch-lists, oldest first")
    async def list_all(
        self, tracker: NamedDependency[Tracker], limit: Limit = "100", cursor: Cursor = None
    ) -> Listed[WatchListView]:
        found = await tracker.market.watching.list()
        return sliced([view(tracker, each) for each in found], limit, cursor)

    @post(operation_id="createWatchList", summary="Make a watch-list")
    async def create(
        self, tracker: NamedDependency[Tracker], data: JSONBody[NewWatchList]
    ) -> Response[WatchListView]:
        return versioned(tracker, await tracker.market.watching.create(data.name, data.assets))

    @get("/{list_id:uuid}", operation_id="showWatchList", summary="Show one")
    async def show(
        self, tracker: NamedDependency[Tracker], list_id: FromPath[UUID]
    ) -> Response[WatchListView]:
        return versioned(tracker, await tracker.market.watching.show(list_id))

    @patch("/{list_id:uuid}", operation_id="editWatchList", summary="Change its name or its assets")
    async def edit(
        self,
        tracker: NamedDependency[Tracker],
        list_id: FromPath[UUID],
        data: JSONBody[WatchListEdit],
        if_match: IfMatch = None,
    ) -> Response[WatchListView]:
        change = WatchListChange(
            name=None if data.name is UNSET else data.name,
            assets=None if data.assets is UNSET else data.assets,
        )
        seen = version(if_match)
        return versioned(
            tracker, await tracker.market.watching.edit(list_id, change, if_match=seen)
        )

    @delete("/{list_id:uuid}", operation_id="deleteWatchList", summary="Remove it")
    async def remove(
        self,
        tracker: NamedDependency[Tracker],
        list_id: FromPath[UUID],
        if_match: IfMatch = None,
    ) -> None:
        await tracker.market.watching.delete(list_id, if_match=version(if_match))

    @put(
        "/{list_id:uuid}/assets/{asset:str}",
        operation_id="watchAsset",
        summary="Put an asset at its end, unless it is in it",
    )
    async def watch(
        self, tracker: NamedDependency[Tracker], list_id: FromPath[UUID], asset: FromPath[str]
    ) -> Response[WatchListView]:
        change = WatchListChange(add=named(asset))
        return versioned(tracker, await tracker.market.watching.edit(list_id, change))

    @delete(
        "/{list_id:uuid}/assets/{asset:str}",
        operation_id="unwatchAsset",
        summary="Take an asset out of it",
        status_code=200,
    )
    async def unwatch(
        self, tracker: NamedDependency[Tracker], list_id: FromPath[UUID], asset: FromPath[str]
    ) -> Response[WatchListView]:
        change = WatchListChange(drop=named(asset))
        return versioned(tracker, await tracker.market.watching.edit(list_id, change))


class StarController(Controller):
    path = "/watchlists/stars"
    tags = ("Watch-lists",)

    @get(operation_id="listStars", summary="The assets with a star, in the order they got it")
    async def list_all(self, tracker: NamedDependency[Tracker]) -> Listed[AssetView]:
        found = await tracker.market.watching.stars()
        known = tracker.market.watching.resolve.known(found)
        views = [convert(asset_document(each, known.get(each)), AssetView) for each in found]
        return Listed(views)

    @put("/{asset:str}", operation_id="markStar", summary="Give a star", status_code=204)
    async def mark(self, tracker: NamedDependency[Tracker], asset: FromPath[str]) -> None:
        await tracker.market.watching.mark(named(asset))

    @delete("/{asset:str}", operation_id="unmarkStar", summary="Take a star back")
    async def unmark(self, tracker: NamedDependency[Tracker], asset: FromPath[str]) -> None:
        await tracker.market.watching.unmark(named(asset))


def named(asset: str) -> str:
    if len(asset) > ASSET_LONGEST or "\0" in asset:
        reason = f"must be an id or a symbol, {ASSET_LONGEST} characters at most"
        raise InputError(pointer="asset", reason=reason)
    return asset


def view(tracker: Tracker, watch_list: WatchList) -> WatchListView:
    known = tracker.market.watching.resolve.known(watch_list.assets)
    return convert(list_document(watch_list, known), WatchListView)


def versioned(tracker: Tracker, watch_list: WatchList) -> Response[WatchListView]:
    headers = {"ETag": f'"{watch_list.version}"'}
    return Answer(view(tracker, watch_list), headers=headers)
