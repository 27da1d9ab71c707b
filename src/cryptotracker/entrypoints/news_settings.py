"""The settings of news."""

from collections.abc import Mapping
from typing import Final

from cryptotracker.entrypoints import readers
from cryptotracker.entrypoints.setting import Setting

NEWS: Final[Mapping[str, Setting]] = {
    "NEWS": Setting(
        "news",
        readers.switch,
        "`on` reads [feeds of news](../how-to/follow-the-news.md) in the background; at first "
        "some that are well known",
        "`off`: no feed is read unless a command says so",
    ),
    "NEWS_NETWORKS": Setting(
        "news_networks",
        readers.networks,
        "networks of your own in which feeds may be, like `10.1.0.0/16`; without this no address "
        "that is not public is ever asked",
        "none",
    ),
}
