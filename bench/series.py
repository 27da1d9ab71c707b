"""Measure a portfolio along time: ten years of a hundred assets and 100,000 transactions.

A real portfolio in SQLite, at prices of the simulated market. What is kept of it is read off;
beside that a plain loop over decimals makes the same points out of the same changes of quantities,
costs, flows and prices, in this process. Then our server is asked for them.
"""

import asyncio
import gc
import shutil
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal, localcontext
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, process_time
from typing import Final, TypeVar
from uuid import UUID

from attrs import define, evolve, field, frozen
from msgspec import json

from bench.process import CommandFailedError, Usage
from bench.report import Figure, Goal, Report, ratio
from bench.run import PROGRAM, WORK, Run
from bench.serving import serving
from cryptotracker.adapters.catalogue.embedded import EmbeddedCatalogue
from cryptotracker.adapters.valuing.factors import factors
from cryptotracker.adapters.valuing.sums import added_up
from cryptotracker.application.books import Books, Followed
from cryptotracker.application.figures import Shown
from cryptotracker.application.imports import FileToImport
from cryptotracker.application.net_worth import Stretch, laid_out, net_worth
from cryptotracker.domain.market.assets import MONEY
from cryptotracker.domain.market.prices import Price
from cryptotracker.domain.numbers import EXACT, ZERO
from cryptotracker.domain.portfolio.net_worth import Carried, NetWorthPoint
from cryptotracker.domain.portfolio.portfolios import Settings as PortfolioSettings
from cryptotracker.domain.portfolio.spans import STEPS, Span
from cryptotracker.domain.portfolio.trail import NOTHING, Trail
from cryptotracker.entrypoints.bootstrap import open_tracker
from cryptotracker.entrypoints.http.figure_views import NetWorthView
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.entrypoints.tracker import Tracker
from tests.servers import free_port

Answer = TypeVar("Answer")

ASSETS, TIMES = 100, 11
DAY: Final = timedelta(days=1)
YEARS: Final = 3650 * DAY
PLAIN, SERIES, SUMS = "plain decimals", "series", "sums made anew"
ENCODED, ANSWERED = "encoding", "whole answer"
AT_MOST = 0.1


def measure_series(run: Run) -> None:
    rows = min(run.most_rows, 10**5)
    folder = WORK.resolve() / "series"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    run.ours("db upgrade", ["db", "upgrade"], environment={"CRYPTOTRACKER_DATA_DIR": str(folder)})
    portfolio = asyncio.run(measure(run, folder, rows))
    answered(run, folder, portfolio, rows)
    shutil.rmtree(folder)
    for step in STEPS:
        taken = {
            name: run.report.taken("cpu_seconds", name, step, rows)
            for name in (PLAIN, SERIES, ENCODED, ANSWERED)
        }
        goal = f"series by {step} / plain decimals"
        measured = ratio(taken[SERIES], taken[PLAIN])
        run.report.goals.append(Goal(name=goal, measured=measured, limit=AT_MOST))
        allowed = 2 * (taken[SERIES] or 0) + (taken[ENCODED] or 0)
        goal = f"answer by {step} / (2 series + encoding)"
        run.report.goals.append(Goal(name=goal, measured=ratio(taken[ANSWERED], allowed), limit=1))


async def measure(run: Run, folder: Path, rows: int) -> UUID:
    """Import a history, follow it once, and read it off again and again."""
    async with open_tracker(Settings(data_dir=folder)) as tracker:
        portfolio = await imported(tracker, folder, rows)
        await tracker.show_net_worth(portfolio)
        books = await tracker.show_net_worth.load(portfolio)
        followed = books.calculated.followed
        assert followed is not None
        columns = factors(followed.trail, books.daily)
        taken(run.report, (SUMS, "", rows), lambda: added_up(columns))
        for step in STEPS:
            beside(run, step, rows, books, followed)
    return portfolio


def beside(run: Run, step: str, rows: int, books: Books, followed: Followed) -> None:
    """Make the same points in both ways."""
    asked = laid_out(books, Stretch(step=step))
    changes = changes_of(followed.trail, books)
    series = partial(net_worth, books, followed, asked, step)
    taken(run.report, (SERIES, step, rows), lambda: deque(series().points, maxlen=0))
    plain = taken(run.report, (PLAIN, step, rows), lambda: plain_points(changes, asked), times=3)
    assert plain == [*series().points]
    whole = evolve(series(), points=plain)
    view = taken(
        run.report,
        (ENCODED, step, rows),
        lambda: json.encode(NetWorthView.of(Shown(whole, books.origin))),
    )
    run.report.say(f"by {step}: {len(asked)} points, {len(view) / 1e6:.1f} MB")


def taken(
    report: Report,
    of: tuple[str, str, int],
    work: Callable[[], Answer],
    times: int = TIMES,
    clock: Callable[[], float] = process_time,
) -> Answer:
    """Do something a few times, and keep the median of what it took."""
    name, step, rows = of
    walls, cpus = [], []
    for _ in range(times):
        gc.collect()
        gc.disable()  # as timeit does: it would walk whatever else is in memory
        wall, cpu = perf_counter(), clock()
        found = work()
        walls.append(perf_counter() - wall)
        cpus.append(clock() - cpu)
        gc.enable()
    usage = Usage(code=0, wall_seconds=median(walls), cpu_seconds=median(cpus), peak_mb=0)
    report.add(Figure(name=name, shape=step, rows=rows, usage=usage))
    return found


@frozen(kw_only=True)
class Changes:
    """All that changed, in order of time: what the plain loop goes along."""

    quantities: Sequence[tuple[datetime, str, Decimal]]
    prices: Sequence[tuple[datetime, str, Price | None]]
    costs: Sequence[tuple[datetime, Decimal, Decimal, Decimal]]


def changes_of(trail: Trail, books: Books) -> Changes:
    before, costs = NOTHING, []
    for moment, now in zip(trail.moments, trail.standings, strict=True):
        cost = EXACT.subtract(now.known_cost, before.known_cost)
        paid_in = EXACT.subtract(now.paid_in, before.paid_in)
        costs.append((moment, cost, paid_in, EXACT.subtract(now.paid_out, before.paid_out)))
        before = now
    return Changes(
        quantities=sorted(
            (moment, asset, quantity)
            for asset, stock in trail.stocks.items()
            for moment, quantity in zip(stock.moments, stock.quantities, strict=True)
        ),
        prices=sorted(
            (
                (moment, asset, price)
                for asset in trail.stocks
                for moment, price in books.prices.turns(asset, trail.currency)
            ),
            key=lambda turn: turn[0],
        ),
        costs=costs,
    )


@define
class Plain:
    """Where the plain loop stands."""

    held: dict[str, Decimal] = field(factory=dict)
    prices: dict[str, Price | None] = field(factory=dict)
    cost: Decimal = ZERO
    paid_in: Decimal = ZERO
    paid_out: Decimal = ZERO

    def point(self, span: Span) -> NetWorthPoint:
        """Multiply and add up, and begin to count the flows of the next span."""
        value, last, unpriced, carried = ZERO, span.last, [], []
        for asset, quantity in self.held.items():
            if not quantity:
                continue
            price = self.prices.get(asset)
            if price is None:
                unpriced.append(asset)
                continue
            if price.is_carried(last):
                carried.append(Carried(asset, price.since))
            value += quantity * price.price
        paid_in, paid_out, self.paid_in, self.paid_out = self.paid_in, self.paid_out, ZERO, ZERO
        return NetWorthPoint(
            span.date,
            last if span.partial else span.until,
            None if unpriced else value,
            self.cost,
            paid_in,
            paid_out,
            tuple(sorted(unpriced)),
            tuple(sorted(carried, key=lambda each: each.asset)),
            span.partial,
        )


def plain_points(changes: Changes, asked: Sequence[Span]) -> list[NetWorthPoint]:
    stands, found = Plain(), []
    with localcontext(EXACT):
        quantity, price, cost = 0, 0, 0
        for span in asked:
            until = span.until
            while price < len(changes.prices) and changes.prices[price][0] < until:
                _, asset, stands.prices[asset] = changes.prices[price]
                price += 1
            while quantity < len(changes.quantities) and changes.quantities[quantity][0] < until:
                _, asset, stands.held[asset] = changes.quantities[quantity]
                quantity += 1
            while cost < len(changes.costs) and changes.costs[cost][0] < until:
                _, more, paid_in, paid_out = changes.costs[cost]
                stands.cost += more
                stands.paid_in += paid_in
                stands.paid_out += paid_out
                cost += 1
            found.append(stands.point(span))
    return found


async def imported(tracker: Tracker, folder: Path, rows: int) -> UUID:
    file = folder / "ledger.csv"
    names = dict.fromkeys(each.symbol for each in EmbeddedCatalogue().assets())
    coins = [name for name in names if name not in MONEY][:ASSETS]
    file.write_text("".join(ledger(coins, rows)), encoding="utf-8")
    wanted = PortfolioSettings(name="Bench", currency="EUR")
    return (await tracker.import_file(wanted, FileToImport(path=file))).record.portfolio_id


def ledger(coins: Sequence[str], rows: int) -> Iterator[str]:
    """Write buys and sales, so many of each coin, none of more than there is."""
    chance = Random(7)
    begin = datetime.combine(datetime.now(UTC).date(), time(), UTC) - YEARS
    seconds = sorted(chance.sample(range(int((YEARS - DAY).total_seconds())), rows))
    held = dict.fromkeys(coins, 0)
    yield "time,type,account,sent_asset,sent_quantity,received_asset,received_quantity\n"
    for at in seconds:
        coin, many = chance.choice(coins), chance.randrange(1, 10**20)
        when = (begin + timedelta(seconds=at)).isoformat()
        money = f"{chance.randrange(100, 10**7) / 100:.2f}"
        if held[coin] > many:
            held[coin] -= many
            yield f"{when},sell,main,{coin},{whole(many)},EUR,{money}\n"
        else:
            held[coin] += many
            yield f"{when},buy,main,EUR,{money},{coin},{whole(many)}\n"


def whole(units: int) -> str:
    """Write a quantity of 18 decimals."""
    return f"{units // 10**18}.{units % 10**18:018d}"


def answered(run: Run, folder: Path, portfolio: UUID, rows: int) -> None:
    """Ask a server for the same, over one connection that stays."""
    port = free_port()
    with serving(
        [str(PROGRAM), "serve", "--port", str(port)],
        {"CRYPTOTRACKER_DATA_DIR": str(folder), "CRYPTOTRACKER_RATE_LIMIT_ADDRESS": "999999999"},
        port,
    ) as process:
        client = HTTPConnection("127.0.0.1", port, timeout=300)

        def ask(step: str) -> int:
            client.request("GET", f"/api/v1/portfolios/{portfolio}/net-worth?step={step}")
            answer = client.getresponse()
            body = answer.read()
            if answer.status != HTTPStatus.OK:
                message = f"the server answered {answer.status}: {body[:200]!r}"
                raise CommandFailedError(message)
            return len(body)

        for step in STEPS:
            ask(step)  # follow it, and keep what was found
            # Of the server's own processor: the time that passes is shared with whoever else works.
            of = (ANSWERED, step, rows)
            taken(run.report, of, partial(ask, step), clock=partial(cpu_seconds_of, process.pid))


def cpu_seconds_of(process: int) -> float:
    """Add up what the threads of a process took, more exactly than by the kernel's ticks."""
    threads = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(each.read_text().split()[0]) for each in threads) / 10**9
