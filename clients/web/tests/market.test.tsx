import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { House, open } from "./house";

const BTC = { id: "bitcoin", symbol: "BTC", name: "Bitcoin", kind: "coin", color: null };
const ETH = { id: "ethereum", symbol: "ETH", name: "Ethereum", kind: "coin", color: null };
const QUOTE = {
  asset: "BTC", currency: "USD", price: "84123.456789012345678901", time: "2026-11-23T20:00:00Z", source: "kraken", simulated: false, sources: ["kraken", "coingecko"],
  age_seconds: 7, grade: "B", spread: "0.0012", path: ["BTC", "EUR", "USD"],
};
const known = (value: string | null) => ({ value, missing: value === null ? "no_supply" : null });
const FIGURES = { change_1h: known("0.00001"), change_24h: known("-0.0123"), change_7d: known("0.5"), change_30d: known("0.1"), volatility_30d: known("0.4"), capitalisation: known(null) };
const row = (asset: unknown) => ({ asset, quote: QUOTE, figures: FIGURES, supply: null, series: { since: "2026-11-21", prices: ["1", null, "2"] } });
const PAGE = { currency: "USD", as_of: QUOTE.time, source: "kraken", simulated: true, items: [row(BTC), row(ETH)], next_cursor: null };
const LIST = { id: "l1", name: "Mine", assets: [BTC, ETH], created_at: QUOTE.time, version: 1 };
const SOURCES = [{ name: "binance", state: "limited", left: 0, quiet_until: null, trouble: "it answered 429", answered_at: null, refused: [{ reason: "outlier", count: 3 }] }];
const REFUSAL = { at: QUOTE.time, source: "binance", asset: "BTC", currency: "USD", reason: "jumped", said: "9" };
const CANDLE = { time: "2026-11-23T00:00:00Z", open: "83000", high: "85000", low: "82000", close: "84123.45", volume: null, grade: "partial", ended: false };
const CANDLES = { asset: "BTC", currency: "USD", interval: "1d", source: "kraken", simulated: false, gaps: [], filling: false, items: [CANDLE], next_cursor: null };

function market(more: Readonly<Record<string, unknown>> = {}): House {
  const answers: Readonly<Record<string, unknown>> = {
    "GET /market/screener": PAGE,
    "GET /market/list": PAGE,
    "GET /market/overview": "away",
    "GET /market/quotes": { items: [QUOTE], next_cursor: null },
    "GET /market/candles": CANDLES,
    "GET /market/assets": { items: [BTC, ETH].map((one) => ({ ...one })), next_cursor: null },
    "GET /market/sources": { items: SOURCES, next_cursor: null },
    "GET /market/refusals": { items: [REFUSAL], next_cursor: null },
    "GET /watchlists": { items: [LIST], next_cursor: null },
    "GET /watchlists/stars": { items: [ETH], next_cursor: null },
    "PUT /watchlists/stars/bitcoin": {},
    "PATCH /watchlists/l1": LIST,
    ...more,
  };
  let watched: unknown = answers["GET /watchlists"];
  const house = new House((route) => {
    if (route.startsWith("PATCH /watchlists")) watched = { items: [{ ...LIST, assets: [ETH, BTC] }], next_cursor: null };
    return route === "GET /watchlists" ? watched : answers[route];
  });
  house.signedIn = true;
  return house;
}

describe("the market", () => {
  it("says whose prices these are, what is made up, and what nobody knows", async () => {
    open(market(), "/market");

    const bitcoin = await screen.findByRole("row", { name: /Bitcoin/ });

    expect(screen.getByText("Simulated prices")).toBeTruthy();
    expect(within(bitcoin).getAllByRole("cell").slice(1, 7).map((cell) => cell.textContent)).toEqual([
      expect.stringMatching(/^\$84,123\.46.* old$/), "unchanged 0.00%", "down −1.23%", "up +50.00%", "up +10.00%", "unknown: nobody says how many there are",
    ]);
    expect(within(bitcoin).getByRole("link").getAttribute("href")).toBe("/market/BTC");
  });

  it("is sorted by the server, starred at a press, and walked by arrows", async () => {
    const house = market();
    const user = userEvent.setup();
    const address = open(house, "/market");

    await user.click(await screen.findByRole("button", { name: "24 hours" }));
    await user.click(screen.getByRole("button", { name: "Star Bitcoin", pressed: false }));
    await user.keyboard("{ArrowDown}");

    expect(address()).toBe("/market?sort=change_24h");
    expect(document.activeElement?.getAttribute("aria-label")).toBe("Star Ethereum");
    expect(house.asked.map(({ route }) => route)).toContain("PUT /watchlists/stars/bitcoin");
  });

  it("that cannot be loaded says so, and can be asked for again", async () => {
    open(market({ "GET /market/screener": "away" }), "/market");

    expect((await screen.findByRole("alert")).textContent).toContain("The market could not be loaded");
    expect(screen.getByRole("button", { name: "Retry" })).toBeTruthy();
  });
});

describe("a price", () => {
  it("opens to say who says so, how it came about, and what was not believed", async () => {
    open(market(), "/market/BTC?table=true");

    await userEvent.setup().click(await screen.findByRole("button", { name: "Price of BTC, $84,123.46, where from" }));

    const drawer = await screen.findByRole("dialog");
    expect(await within(drawer).findByText("kraken, coingecko")).toBeTruthy();
    const text = drawer.textContent ?? "";
    for (const said of ["Grade B", "0.12% between the sources", "BTC → EUR → USD", "84123.456789012345678901 USD", "asked us to wait: it answered 429", "3 × not believed: it was far from what the others say"]) {
      expect(text).toContain(said);
    }
    expect(await within(drawer).findByText(/it was ten times the last good price/)).toBeTruthy();
  });

  it("that nobody knows is missing, and never nothing", async () => {
    open(market({ "GET /market/quotes": { items: [], next_cursor: null } }), "/market/BTC?table=true");

    expect(await screen.findByText(/Nobody prices Bitcoin in USD now/)).toBeTruthy();
    expect(screen.queryByText(/\$0/)).toBeNull();
  });
});

describe("the candles of an asset", () => {
  it("are told as a table, and volumes that nobody counted as such", async () => {
    open(market(), "/market/BTC?table=true");

    const table = await screen.findByRole("region", { name: /Bitcoin in USD, a candle for every day/ });

    expect(within(table).getAllByRole("cell").map((cell) => cell.textContent)).toEqual(["23 Nov 2026", "$83,000.00", "$85,000.00", "$82,000.00", "$84,123.45", "not counted"]);
  });
});

describe("a watch-list", () => {
  it("is put in another order by the keyboard, which keeps its place", async () => {
    const house = market();
    const user = userEvent.setup();
    open(house, "/watch-lists");

    (await screen.findByRole("button", { name: "Move Bitcoin down" })).focus();
    await user.keyboard("{Alt>}{ArrowDown}{/Alt}");

    expect(house.asked.find(({ route }) => route === "PATCH /watchlists/l1")?.body).toEqual({ assets: ["ethereum", "bitcoin"] });
    expect(await screen.findByText("Bitcoin is now 2 of 2.")).toBeTruthy();
  });

  it("does not say that nothing is held before it knows", async () => {
    const portfolio = { id: "p1", name: "Mine", currency: "USD", time_zone: "UTC", method: "fifo", version: 1 };
    open(market({ "GET /portfolios": { items: [portfolio], next_cursor: null }, "GET /portfolios/p1/holdings": new Promise(() => undefined) }), "/market/BTC");

    expect(await screen.findByRole("status", { name: "Loading what you hold" })).toBeTruthy();
    expect(screen.queryByText(/holds no BTC/)).toBeNull();
  });
});
