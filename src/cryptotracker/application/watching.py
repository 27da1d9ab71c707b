"""What a user can do with watch-lists and stars."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from attrs import frozen

from cryptotracker.domain.market.assets import Asset, AssetId
from cryptotracker.domain.watching.errors import UnknownAssetError
from cryptotracker.domain.watching.watch_lists import (
    ASSETS_MOST,
    LISTS_MOST,
    WatchList,
    room,
)
from cryptotracker.ports.catalogue import Catalogue
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database


@frozen
class ResolveAssets:
    """Say which assets are meant by ids, or by symbols: of several the best known.

    What nobody knows raises UnknownAssetError.
    """

    catalogue: Catalogue

    def __call__(self, wanted: Iterable[str]) -> Sequence[Asset]:
        return [self.one(each) for each in wanted]

    def one(self, wanted: str) -> Asset:
        found = self.catalogue.find(AssetId(wanted))
        if found is None:
            found = next(iter(self.catalogue.lookup(wanted)), None)
        if found is None:
            raise UnknownAssetError(asset=wanted)
        return found

    def id_of(self, wanted: str) -> str:
        """Name the asset that is meant; of what the catalogue lost it is the id itself."""
        try:
            return self.one(wanted).id
        except UnknownAssetError:
            return wanted

    def known(self, ids: Collection[str]) -> Mapping[str, Asset]:
        """Return what the catalogue says of ids; one that it lost is absent."""
        found = ((each, self.catalogue.find(AssetId(each))) for each in ids)
        return {each: asset for each, asset in found if asset is not None}


@frozen
class ListWatchLists:
    """List an owner's, oldest first."""

    database: Database

    async def __call__(self) -> Sequence[WatchList]:
        async with self.database.snapshot() as work:
            return await work.watching.lists.all()


@frozen
class ShowWatchList:
    """Show one, by its id or its name."""

    database: Database

    async def __call__(self, key: UUID | str) -> WatchList:
        async with self.database.snapshot() as work:
            return await work.watching.lists.get(key)


@frozen
class CreateWatchList:
    """Make a watch-list; its name must be free."""

    database: Database
    resolve: ResolveAssets
    clock: Clock

    async def __call__(self, name: str, assets: Sequence[str] = ()) -> WatchList:
        ids = tuple(dict.fromkeys(each.id for each in self.resolve(assets)))
        room(len(ids), ASSETS_MOST, "assets in a watch-list")
        made = WatchList(id=self.clock.new_id(), name=name, assets=ids, created_at=self.clock.now())
        async with self.database.transaction() as work:
            room(len(await work.watching.lists.all()) + 1, LISTS_MOST, "watch-lists")
            await work.watching.lists.add(made)
        return made


@frozen(kw_only=True)
class WatchListChange:
    """What is to become of a list: a name, other assets, an asset more, an asset less."""

    name: str | None = None
    assets: Sequence[str] | None = None
    add: str | None = None
    drop: str | None = None


@frozen
class EditWatchList:
    """Change a list; `if_match` is the version that the caller has seen, None for any."""

    database: Database
    resolve: ResolveAssets

    async def __call__(
        self, key: UUID | str, change: WatchListChange, *, if_match: int | None = None
    ) -> WatchList:
        wanted = (
            None if change.assets is None else [each.id for each in self.resolve(change.assets)]
        )
        more = None if change.add is None else self.resolve.one(change.add).id
        less = None if change.drop is None else self.resolve.id_of(change.drop)
        async with self.database.transaction() as work:
            found = await work.watching.lists.get(key)
            found.expect(if_match)
            edited = found if change.name is None else found.named(change.name)
            edited = edited if wanted is None else edited.of(wanted)
            edited = edited if more is None else edited.with_asset(more)
            edited = edited if less is None else edited.without(less)
            if edited != found:
                await work.watching.lists.save(edited)
        return edited


@frozen
class DeleteWatchList:
    database: Database

    async def __call__(self, key: UUID | str, *, if_match: int | None = None) -> None:
        async with self.database.transaction() as work:
            found = await work.watching.lists.get(key)
            found.expect(if_match)
            await work.watching.lists.remove(found.id)


@frozen
class ListStars:
    database: Database

    async def __call__(self) -> Sequence[str]:
        async with self.database.snapshot() as work:
            return await work.watching.stars.all()


@frozen
class MarkStar:
    database: Database
    resolve: ResolveAssets
    clock: Clock

    async def __call__(self, asset: str) -> None:
        wanted = self.resolve.one(asset).id
        async with self.database.transaction() as work:
            marked = await work.watching.stars.all()
            room(len({*marked, wanted}), ASSETS_MOST, "stars")
            await work.watching.stars.mark(wanted, self.clock.now())


@frozen
class UnmarkStar:
    database: Database
    resolve: ResolveAssets

    async def __call__(self, asset: str) -> None:
        wanted = self.resolve.id_of(asset)
        async with self.database.transaction() as work:
            await work.watching.stars.unmark(wanted)
