"""Find the articles that tell the same, copied from one another or from one agency.

The rule is made for copies, not for meaning: an article joins the story of another source's if it
is of the same days, names no other number in its title, and

- its title has nearly the same words, or
- half of the words, and its summary half of the phrases of three words.

Each article is compared with the first of each story only, and joins the one that is likest, of
equals the earliest: so stories do not drift, and the same articles always make the same stories.

>>> words("Bitcoin's price: $60,000!")
('bitcoin', 'price', '60000')
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from attrs import define, field, frozen

from cryptotracker.domain.news.articles import Article

SPAN: Final = timedelta(hours=48)
"""What is further apart is another story, whatever it says: titles come again."""

ALIKE: Final = 80
HALF: Final = 50
"""Of 100 words."""

PHRASE: Final = 3
PHRASES_COMPARED: Final = 80
WORDS_FEWEST: Final = 4
"""A shorter title says too little to be known by."""

WORD: Final = re.compile(r"\d[\d,]*(?:\.\d+)?|[^\W\d_]\w*")
NUMBER: Final = re.compile(r"\d")
LITTLE: Final = frozenset(
    """a an and are as at be but by for from has have in into is it its of on or s t that the their
    this to was were will with after amid over""".split()
)
"""Words that say nothing of what a text is about."""


def words(text: str) -> tuple[str, ...]:
    found = (match.replace(",", "") for match in WORD.findall(text.casefold()))
    return tuple(word for word in found if word not in LITTLE)


@frozen
class Print:
    """What an article is compared by."""

    title: frozenset[str]
    numbers: frozenset[str]
    phrases: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, title: str, summary: str) -> "Print":
        said, more = words(title), words(summary)[:PHRASES_COMPARED]
        return cls(
            title=frozenset(said),
            numbers=frozenset(word for word in said if NUMBER.match(word)),
            phrases=frozenset(more[at : at + PHRASE] for at in range(len(more) - PHRASE + 1)),
        )

    def likeness(self, other: "Print") -> int:
        """Say how like two titles are, from 0 to 100; 0 if they do not tell the same."""
        if self.contradicts(other) or min(len(self.title), len(other.title)) < WORDS_FEWEST:
            return 0
        titles = overlap(self.title, other.title)
        copied = titles >= HALF and overlap(self.phrases, other.phrases) >= HALF
        return titles if titles >= ALIKE or copied else 0

    def contradicts(self, other: "Print") -> bool:
        """Tell whether each names a number that the other does not: 60,000 is not 50,000."""
        return bool(self.numbers - other.numbers) and bool(other.numbers - self.numbers)


def overlap(one: frozenset[object], other: frozenset[object]) -> int:
    """Return what two sets share, of 100 that are in either of them (Jaccard)."""
    union = len(one | other)
    return 100 * len(one & other) // union if union else 0


@frozen
class First:
    """The first article of a story."""

    id: UUID
    source: str
    published_at: datetime
    print: Print

    @classmethod
    def of(cls, article: Article) -> "First":
        of = Print.of(article.title, article.summary)
        return cls(article.id, article.source, article.published_at, of)


@define
class Stories:
    """The stories of late, found by the words of their titles."""

    _by_word: defaultdict[str, list[First]] = field(factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, firsts: Iterable[Article]) -> "Stories":
        made = cls()
        for each in sorted(firsts, key=lambda one: (one.published_at, one.id)):
            made.begin(each)
        return made

    def begin(self, article: Article) -> None:
        first = First.of(article)
        for word in first.print.title:
            self._by_word[word].append(first)

    def find(self, article: Article) -> UUID | None:
        """Return the story that an article tells again."""
        like = list(self._like(First.of(article)))
        if not like:
            return None
        _, best = min(like, key=lambda each: (-each[0], each[1].published_at, each[1].id))
        return best.id

    def _like(self, wanted: First) -> Iterator[tuple[int, First]]:
        near = {one.id: one for word in wanted.print.title for one in self._by_word.get(word, ())}
        for each in near.values():
            if each.source == wanted.source:
                continue  # a source that says much the same again has something to add
            if abs(each.published_at - wanted.published_at) > SPAN:
                continue
            if found := wanted.print.likeness(each.print):
                yield found, each
