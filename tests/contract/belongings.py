"""A user who has one of everything that a user can have, and shares a portfolio."""

from uuid import UUID

from attrs import evolve

from cryptotracker.domain.identity.audit import Entry
from cryptotracker.ports.persistence import UnitOfWork
from tests.contract import comments, shares
from tests.contract.api_tokens import READER
from tests.contract.factors import protect
from tests.contract.news import FEED, article
from tests.contract.own_prices import OWN, TOLD
from tests.contract.people import ADA, ELSEWHERE, FIRST, NOW, sent, session
from tests.contract.watching import LIST


async def add_ada(work: UnitOfWork) -> None:
    people = work.people
    await people.users.add(ADA)
    await people.sessions.save(session(), refresh=FIRST)
    await people.one_time.add(sent())
    await people.identities.add(ELSEWHERE)
    await protect(work)
    await people.api_tokens.add(READER)
    await people.profiles.save(ADA.id, evolve(await people.profiles.get(ADA.id), country="GB"))
    await people.profiles.keep_picture(ADA.id, b"RIFF")
    await people.audit.append(Entry(user_id=ADA.id, at=NOW, what="registered"))


async def save_news(work: UnitOfWork) -> None:
    """Save an article of a feed, about an asset."""
    await work.news.feeds.add(FEED)
    await work.news.articles.add([evolve(article(), feed_id=FEED.id, assets=("bitcoin",))])
    await work.news.saved.save(article().id, NOW)


async def watch(work: UnitOfWork) -> None:
    """Keep an eye on an asset, which has a star, too."""
    await work.watching.lists.add(evolve(LIST, assets=("bitcoin",)))
    await work.watching.stars.mark("bitcoin", NOW)


async def save_prices(work: UnitOfWork) -> None:
    """Keep what a source told of a day, and what an owner says of it."""
    await work.history.keep([TOLD])
    await work.own_prices.add(OWN)


async def save_market(work: UnitOfWork) -> None:
    await save_news(work)
    await save_prices(work)
    await watch(work)


async def share_with_a_link(work: UnitOfWork, portfolio_id: UUID) -> None:
    await work.shares.add(evolve(shares.share(2, "link"), portfolio_id=portfolio_id))
    await work.shares.begin(shares.VISIT)
    await comments.add_comment(work, portfolio_id)
