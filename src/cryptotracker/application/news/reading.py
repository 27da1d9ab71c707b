"""List news, and save articles for later."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from attrs import field, frozen

from cryptotracker.application.figures import ShowLots
from cryptotracker.domain.market.assets import Asset, AssetId
from cryptotracker.domain.news.articles import SAVED_MOST, Article, Story
from cryptotracker.domain.news.errors import TooManySavedError
from cryptotracker.ports.catalogue import Catalogue
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.news import NewsWanted
from cryptotracker.ports.pages import Page
from cryptotracker.ports.persistence import Database

Examples: TypeAlias = Callable[[datetime], Sequence[Story]]


def no_examples(_: datetime) -> Sequence[Story]:
    return ()


@frozen(kw_only=True)
class NewsAsked:
    """What somebody asks for: news that meet everything given.

    Attributes:
        assets: ids or symbols; None for whatever.
        portfolio_id: about something that is held in it.
    """

    assets: Sequence[str] | None = None
    portfolio_id: UUID | None = None
    text: str = ""
    saved: bool = False


@frozen(kw_only=True)
class NewsFound:
    """A page of stories, and the assets that they are about, as far as the catalogue knows them."""

    page: Page[Story]
    assets: dict[str, Asset]


@frozen(kw_only=True)
class ListNews:
    """List stories, newest first; where no feed was ever read, examples that are marked so."""

    database: Database
    catalogue: Catalogue
    lots: ShowLots
    clock: Clock
    examples: Examples = field(default=no_examples)

    async def __call__(
        self, asked: NewsAsked, *, limit: int, cursor: str | None = None
    ) -> NewsFound:
        wanted = NewsWanted(
            assets=await self._assets(asked),
            text=asked.text,
            saved=asked.saved,
        )
        async with self.database.snapshot() as work:
            found = await work.news.articles.page(wanted, limit=limit, cursor=cursor)
            has_feeds = bool(found.items) or bool(await work.news.feeds.all())
        if not has_feeds:
            found = Page(items=chosen(self.examples(self.clock.now()), wanted)[:limit])
        return NewsFound(page=found, assets=self._known(found.items))

    async def _assets(self, asked: NewsAsked) -> Collection[str] | None:
        """Return the ids of what it is to be about; a portfolio holds symbols."""
        named = None if asked.assets is None else self._ids(asked.assets)
        if asked.portfolio_id is None:
            return named
        mine = self._ids(each.asset for each in await self.lots(asked.portfolio_id))
        return mine if named is None else mine & named

    def _ids(self, names: Iterable[str]) -> frozenset[str]:
        found = (self._asset(each) for each in names)
        return frozenset(each.id for each in found if each)

    def _asset(self, name: str) -> Asset | None:
        """Find an asset by its id or symbol: of several of a symbol, the best known."""
        return self.catalogue.find(AssetId(name)) or next(iter(self.catalogue.lookup(name)), None)

    def _known(self, stories: Sequence[Story]) -> dict[str, Asset]:
        ids = {asset for each in stories for asset in each.lead.assets}
        found = ((each, self.catalogue.find(AssetId(each))) for each in sorted(ids))
        return {name: asset for name, asset in found if asset}


def chosen(stories: Sequence[Story], wanted: NewsWanted) -> Sequence[Story]:
    """Choose among examples as a database chooses among articles."""
    return [each for each in stories if is_wanted(each.lead, wanted)]


def is_wanted(article: Article, wanted: NewsWanted) -> bool:
    if wanted.saved:
        return False
    if wanted.assets is not None and set(article.assets).isdisjoint(wanted.assets):
        return False
    return wanted.text.casefold() in f"{article.title}\n{article.summary}".casefold()


@frozen
class SaveArticle:
    """Keep an article for as long as its saver wants it."""

    database: Database
    clock: Clock

    async def __call__(self, article_id: UUID) -> None:
        async with self.database.transaction() as work:
            if await work.news.saved.count() >= SAVED_MOST:
                raise TooManySavedError(most=SAVED_MOST)
            await work.news.saved.save(article_id, self.clock.now())


@frozen
class DropArticle:
    """Do not keep an article any longer than others."""

    database: Database

    async def __call__(self, article_id: UUID) -> None:
        async with self.database.transaction() as work:
            await work.news.saved.drop(article_id)
