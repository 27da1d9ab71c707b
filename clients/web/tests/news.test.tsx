import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { House, open } from "./house";

const ARTICLE = { id: "a1", source: "One", site: "one.example.org", title: "Bitcoin rises", link: "https://one.example.org/1", published_at: "2026-11-23T09:00:00Z", dated: true };
const STORY = {
  ...ARTICLE,
  summary: "It does.",
  assets: [{ id: "bitcoin", symbol: "BTC", name: "Bitcoin", color: null }],
  also: [{ ...ARTICLE, id: "a2", source: "Two", link: "https://two.example.org/1" }],
  saved: false,
  example: false,
};
const FAILING = { id: "f1", name: "One", site: "one.example.org", state: "failing", error: "it answered 503", read_at: null, due_at: "2026-11-23T10:00:00Z" };

function telling(stories: unknown, feeds: unknown = { on: true, items: [] }): House {
  const house = new House((route) => {
    if (route === "GET /market/news" || route === "GET /market/news/saved") return { items: stories, next_cursor: null };
    if (route === "GET /market/news/feeds") return feeds;
    return route.startsWith("PUT /market/news") ? {} : undefined;
  });
  house.signedIn = true;
  return house;
}

describe("news", () => {
  it("lead away without a word of who reads them", async () => {
    open(telling([STORY]), "/news");

    const links = await screen.findAllByRole("link", { name: /Bitcoin rises/, hidden: true });

    expect(links.map((link) => [link.getAttribute("href"), link.getAttribute("rel"), link.getAttribute("target")])).toEqual([
      ["https://one.example.org/1", "noopener noreferrer nofollow", "_blank"],
      ["https://two.example.org/1", "noopener noreferrer nofollow", "_blank"],
    ]);
    expect(screen.getByText("also in 1 other")).toBeTruthy();
  });

  it("that are made up say so, and lead nowhere", async () => {
    open(telling([{ ...STORY, example: true, also: [] }]), "/news");

    const story = await screen.findByRole("article");

    expect(within(story).getByText("Example, made up")).toBeTruthy();
    expect(within(story).queryByRole("link")).toBeNull();
    expect(within(story).queryByRole("button")).toBeNull();
  });

  it("are saved at a press", async () => {
    const house = telling([STORY]);
    open(house, "/news");

    await userEvent.setup().click(await screen.findByRole("button", { name: "Save “Bitcoin rises”" }));

    expect(house.asked.map(({ route }) => route)).toContain("PUT /market/news/a1/saved");
  });

  it("say which feeds cannot be read, and when they are tried again", async () => {
    open(telling([], { on: true, items: [FAILING] }), "/news");

    expect(await screen.findByText("1 of 1 feed cannot be read now.")).toBeTruthy();
    expect(screen.getByText(/it answered 503/).textContent).toContain("It was never read. It is tried again on 23 Nov 2026, 10:00.");
  });

  it("that are off say how they are turned on", async () => {
    open(telling([], { on: false, items: [] }), "/news");

    expect(await screen.findByText("CRYPTOTRACKER_NEWS=on")).toBeTruthy();
  });

  it("have their feeds chosen by those who run the installation, and by nobody else", async () => {
    const feeds = { on: true, items: [{ ...FAILING, url: "https://one.example.org/feed" }] };
    const house = telling([], feeds);
    house.signedIn = false;
    house.mode = "single";
    open(house, "/news");
    const user = userEvent.setup();

    await user.click(await screen.findByText("Feeds"));
    await user.click(screen.getByRole("button", { name: "Pause One" }));
    await user.type(screen.getByRole("textbox", { name: "Address of a feed" }), "https://two.example.org/feed{Enter}");

    expect(house.asked.filter(({ route }) => !route.startsWith("GET"))).toEqual([
      { route: "PATCH /market/news/feeds/f1", body: { paused: true } },
      { route: "POST /market/news/feeds", body: { url: "https://two.example.org/feed", name: "" } },
    ]);
  });

  it("show their feeds to others as they are", async () => {
    open(telling([], { on: true, items: [FAILING] }), "/news");

    await userEvent.setup().click(await screen.findByText("Feeds"));

    expect(screen.queryByRole("button", { name: "Pause One" })).toBeNull();
    expect(screen.queryByRole("textbox", { name: "Address of a feed" })).toBeNull();
  });
});
