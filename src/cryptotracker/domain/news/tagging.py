"""Say which assets a text is about, and take no common word for one.

What counts, for an asset of the catalogue that is no money:

- `$` and its symbol, in capital or small letters;
- its name, unless that is a word of its own: `Bitcoin`, but not `Harmony`;
- its symbol in capital letters, if it is well known and the symbol is no word: `BTC`, not `ONE`;
- a name or symbol that is such a word, beside a word of the market (`LINK price`, `ONE/USDT`), or
  if the text has both of them: `Harmony (ONE)`.

Of what overlaps the longest counts: `Bitcoin Cash` does not speak of Bitcoin. In a text that is
all capitals no symbol can be told from a word.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from attrs import define, field, frozen

from cryptotracker.domain.market.assets import Asset
from cryptotracker.domain.news.false_friends import MARKET, ORDINARY, PHRASES, SPOKEN

WORD: Final = re.compile(r"\$?\w+")
FIAT: Final = "fiat"
WELL_KNOWN: Final = 120
"""So many assets are known well enough for their bare symbols to count."""

SYMBOL_SHORTEST: Final = 3
TAGS_MOST: Final = 12


@frozen
class Word:
    """A word of a text; `whole` is as it stands there, `folded` in small letters."""

    whole: str
    folded: str

    @classmethod
    def of(cls, text: str) -> "Word":
        return cls(text, text.casefold())


@frozen
class Name:
    """A name of an asset: its words, and whether it says nothing else."""

    asset: Asset
    words: tuple[str, ...]
    own: bool

    @classmethod
    def of(cls, asset: Asset, name: str) -> "Name":
        words = tuple(each.folded for each in split(name))
        ordinary = words[0] in ORDINARY if len(words) == 1 else " ".join(words) in PHRASES
        return cls(asset, words, own=not ordinary)


@define
class Found:
    """What speaks for an asset in one text."""

    sure: bool = False
    kinds: set[str] = field(factory=set)

    @property
    def counts(self) -> bool:
        return self.sure or len(self.kinds) > 1


@frozen
class Tagger:
    """Knows the names and symbols of a catalogue."""

    _rank: Mapping[str, int]
    _names: Mapping[str, Sequence[Name]]
    _symbols: Mapping[str, Asset]

    @classmethod
    def of(cls, assets: Iterable[Asset]) -> "Tagger":
        """Make one of assets that come best known first: of several of a symbol it means that."""
        known = [each for each in assets if each.kind != FIAT]
        names: defaultdict[str, list[Name]] = defaultdict(list)
        symbols: dict[str, Asset] = {}
        for asset in known:
            symbols.setdefault(asset.symbol, asset)
            for text in filter(None, (asset.name, SPOKEN.get(asset.id))):
                name = Name.of(asset, text)
                if all(name.words != each.words for each in names[name.words[0]]):
                    names[name.words[0]].append(name)
        for found in names.values():
            found.sort(key=lambda name: -len(name.words))
        return cls({each.id: place for place, each in enumerate(known)}, names, symbols)

    def __call__(self, *texts: str) -> Sequence[str]:
        """Return the ids of the assets that texts of one article are about, best known first."""
        evidence: defaultdict[str, Found] = defaultdict(Found)
        for text in texts:
            self._read(split(text), evidence, shouted=text.isupper())
        counted = [asset for asset, found in evidence.items() if found.counts]
        return sorted(counted, key=self._rank.__getitem__)[:TAGS_MOST]

    def _read(
        self, words: Sequence[Word], evidence: defaultdict[str, Found], *, shouted: bool
    ) -> None:
        at = 0
        while at < len(words):
            name = self._name_at(words, at)
            length = len(name.words) if name else 1
            around = [*words[max(at - 1, 0) : at], *words[at + length : at + length + 1]]
            if name:
                found = evidence[name.asset.id]
                found.kinds.add("name")
                found.sure |= name.own or is_market(around)
            if (asset := self._symbol_at(words[at])) and length == 1:
                found = evidence[asset.id]
                found.sure |= self._is_sure(words[at], asset, shouted=shouted)
                if not shouted:
                    found.kinds.add("symbol")
                    found.sure |= is_market(around)
            at += length

    def _name_at(self, words: Sequence[Word], at: int) -> Name | None:
        """Find the longest name that begins at a word; one that may be words has capitals."""
        for name in self._names.get(words[at].folded, ()):
            here = words[at : at + len(name.words)]
            if tuple(each.folded for each in here) != name.words:
                continue
            if name.own or (len(here) == 1 and is_capital(here[0])):
                return name
            if all(map(is_capital, here)) and self._nothing_shorter(name):
                return name
        return None

    def _nothing_shorter(self, name: Name) -> bool:
        """Tell whether a name of several words hides none of fewer, as `Bitcoin Plus` does."""
        return all(len(each.words) >= len(name.words) for each in self._names[name.words[0]])

    def _symbol_at(self, word: Word) -> Asset | None:
        if word.whole.startswith("$"):
            return self._symbols.get(word.whole[1:].upper())
        return self._symbols.get(word.whole)

    def _is_sure(self, word: Word, asset: Asset, *, shouted: bool) -> bool:
        if word.whole.startswith("$"):
            return True
        is_word = word.folded in ORDINARY or len(word.whole) < SYMBOL_SHORTEST
        return not shouted and not is_word and self._rank[asset.id] < WELL_KNOWN


def split(text: str) -> list[Word]:
    return [Word.of(each) for each in WORD.findall(text)]


def is_market(words: Collection[Word]) -> bool:
    return any(word.folded in MARKET for word in words)


def is_capital(word: Word) -> bool:
    return word.whole[0].isupper() or word.whole[0].isdigit()
