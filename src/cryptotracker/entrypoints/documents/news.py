"""Stories and feeds as documents, for HTTP and for the command line."""

from cryptotracker.domain.market.assets import Asset
from cryptotracker.domain.news.addresses import site
from cryptotracker.domain.news.articles import Article, Story
from cryptotracker.domain.news.feeds import Feed
from cryptotracker.entrypoints.documents.text import instant


def article_document(article: Article) -> dict[str, object]:
    """Write an article; one that a feed did not date has the time at which it was seen."""
    return {
        "id": str(article.id),
        "source": article.source,
        "site": site(article.link),
        "title": article.title,
        "link": article.link,
        "published_at": instant(article.published_at),
        "dated": article.dated,
    }


def story_document(story: Story, known: dict[str, Asset]) -> dict[str, object]:
    lead = story.lead
    about = [known[each] for each in lead.assets if each in known]
    return article_document(lead) | {
        "summary": lead.summary,
        "assets": [
            {"id": each.id, "symbol": each.symbol, "name": each.name, "color": each.color or None}
            for each in about
        ],
        "also": [article_document(each) for each in story.others],
        "saved": story.saved,
        "example": lead.example,
    }


def feed_document(feed: Feed, *, whole: bool) -> dict[str, object]:
    """Write a feed; its address may hold a key, so the whole of it is for those who run it."""
    return {
        "id": str(feed.id),
        "name": feed.name,
        "site": site(feed.url),
        "url": feed.url if whole else None,
        "state": feed.state,
        "error": feed.error or None,
        "failures": feed.failures,
        "read_at": instant(feed.read_at),
        "due_at": None if feed.paused else instant(feed.due_at),
    }
