"""News in a real browser: read, narrowed, saved, and nothing fetched from whoever wrote them."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.async_api import Page, expect

from tests.e2e.test_page_access import AXE, broken
from tests.feeding import feeding
from tests.service import started


@pytest.fixture(name="news", scope="module")
def provide_news(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the product after it has read some feeds, one of which fails."""
    data = tmp_path_factory.mktemp("data")
    given = {"DATA_DIR": str(data), "NEWS_NETWORKS": "127.0.0.0/8"}
    env = os.environ | {f"CRYPTOTRACKER_{name}": value for name, value in given.items()}

    def run(*words: str) -> int:
        command = [sys.executable, "-m", "cryptotracker", "news", *words]
        return subprocess.run(command, env=env, check=False, capture_output=True).returncode

    with feeding() as served:
        for name in ("news.xml", "copies.xml", "hostile.xml", "busy"):
            assert run("feeds", "add", served.url(name), "--name", name) == 0
        assert run("check") == 1  # one of them cannot be read
    with started(data) as running:
        yield f"{running.address}/news"


async def test_news_are_narrowed_and_saved(page: Page, news: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(news)
    await expect(page.get_by_role("article")).to_have_count(5)
    await expect(page.get_by_text("1 of 4 feeds cannot be read now.")).to_be_visible()

    await page.get_by_label("Words").fill("merge")
    await expect(page.get_by_role("article")).to_have_count(1)
    await page.get_by_role("button", name="Save “").press("Enter")
    await page.get_by_role("button", name="Saved", exact=True).click()

    await expect(page.get_by_role("article")).to_have_count(1)
    await expect(page).to_have_url(f"{news}?q=merge&show=saved")
    await page.reload()
    pressed = page.get_by_role("button", name="Save “", pressed=True)
    await expect(pressed).to_have_count(1)
    assert [url for url in asked if not url.startswith(news.removesuffix("/news"))] == []


async def test_axe_finds_nothing_in_the_news(page: Page, news: str) -> None:
    await page.goto(news)
    await page.get_by_role("article").first.wait_for()
    await page.get_by_text("1 of 4 feeds cannot be read now.").click()
    await page.evaluate(AXE.read_text(encoding="utf-8"))

    assert await broken(page, "light") == []
    assert await broken(page, "dark") == []
