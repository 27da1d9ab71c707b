"""What can be done with watch-lists and stars, by whoever they are of."""

from attrs import frozen

from cryptotracker.application.watching import (
    CreateWatchList,
    DeleteWatchList,
    EditWatchList,
    ListStars,
    ListWatchLists,
    MarkStar,
    ResolveAssets,
    ShowWatchList,
    UnmarkStar,
)
from cryptotracker.ports.catalogue import Catalogue
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database


@frozen(kw_only=True)
class Watching:
    """Every use case of watch-lists and stars of one owner."""

    resolve: ResolveAssets
    list: ListWatchLists
    show: ShowWatchList
    create: CreateWatchList
    edit: EditWatchList
    delete: DeleteWatchList
    stars: ListStars
    mark: MarkStar
    unmark: UnmarkStar


def watching_of(database: Database, catalogue: Catalogue, clock: Clock) -> Watching:
    resolve = ResolveAssets(catalogue)
    return Watching(
        resolve=resolve,
        list=ListWatchLists(database),
        show=ShowWatchList(database),
        create=CreateWatchList(database, resolve, clock),
        edit=EditWatchList(database, resolve),
        delete=DeleteWatchList(database),
        stars=ListStars(database),
        mark=MarkStar(database, resolve, clock),
        unmark=UnmarkStar(database, resolve),
    )
