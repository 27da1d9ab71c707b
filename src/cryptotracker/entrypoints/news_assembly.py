"""The composition root of news: what reads feeds, which there are at first, and examples.

Nothing here is loaded or read before somebody wants it.
"""

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from importlib import import_module
from importlib.resources import files
from typing import Any, Final
from uuid import UUID

from attrs import evolve

from cryptotracker.adapters import demo, feeds
from cryptotracker.domain.news.articles import Article, Story
from cryptotracker.domain.news.tagging import Tagger
from cryptotracker.entrypoints.news import NewsMeans
from cryptotracker.entrypoints.readers import Network
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.ports.catalogue import Catalogue
from cryptotracker.ports.news import FeedReader

ADDRESS: Final = "https://news.example.org/"
OTHER: Final = UUID(int=1_000)


def news_means(settings: Settings, catalogue: Catalogue) -> NewsMeans:
    return NewsMeans(
        on=settings.news,
        reader=lambda: web_feeds(settings.news_networks),
        well_known=well_known if settings.news else nothing_known,
        examples=lambda now: examples(catalogue, now),
    )


def web_feeds(private: Sequence[Network]) -> FeedReader:
    found: FeedReader = import_module(f"{feeds.__name__}.reader").WebFeeds.open(private)
    return found


def nothing_known() -> Mapping[str, str]:
    return {}


def well_known() -> Mapping[str, str]:
    text = files(feeds).joinpath("well_known.csv").read_text(encoding="utf-8")
    return {row["name"]: row["url"] for row in csv.DictReader(text.splitlines())}


def examples(catalogue: Catalogue, now: datetime) -> Sequence[Story]:
    """Make up news of the last days; they are read as if a feed had told them."""
    told = json.loads(files(demo).joinpath("news.json").read_text(encoding="utf-8"))
    tagger = Tagger.of(catalogue.assets())
    whole = now.replace(microsecond=0)
    return [story(tagger, number, each, whole) for number, each in enumerate(told)]


def story(tagger: Tagger, number: int, told: dict[str, Any], now: datetime) -> Story:
    id_ = UUID(int=number + 1)
    at = now - timedelta(hours=told["hours_ago"])
    lead = Article(
        id=id_,
        feed_id=None,
        source=told["source"],
        link=f"{ADDRESS}{number}",
        title=told["title"],
        summary=told["summary"],
        published_at=at,
        seen_at=at,
        assets=tagger(told["title"], told["summary"]),
        cluster=id_,
        example=True,
    )
    others = [evolve(lead, id=OTHER, source=each) for each in told.get("also", ())]
    return Story(lead=lead, others=others)
