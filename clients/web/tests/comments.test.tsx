import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { ofFigure } from "../src/features/comments/abouts";
import { House, open } from "./house";

const QUESTION = { id: "c1", about: "portfolio", author: "Ben", by_owner: false, mine: false, text: "Where is it?\nIn which wallet?", created_at: "2026-11-01T10:00:00Z", edited_at: null, resolved_at: null };
const MINE = { ...QUESTION, id: "c2", author: "Anna", mine: true, text: "In the cold one." };
const PAGE = (items: readonly unknown[]) => ({ items, next_cursor: null });

function shared(scope: string, said: readonly unknown[]): House {
  const house = new House((route) => {
    if (route === "GET /shared/s1") return { id: "s1", kind: "person", scope, expires_at: "2099-01-01T00:00:00Z", shared_by: "Ada", portfolio: { name: "Long term", currency: "EUR" } };
    if (route === "GET /shared/s1/holdings") return { currency: "EUR", assets: [{ asset: "BTC", value: "12.50" }] };
    if (route === "GET /shared/s1/comments") return PAGE(said);
    if (route === "GET /shared/s1/comments/threads") return PAGE(said.length === 0 ? [] : [{ about: "portfolio", comments: 2, open: 2, last_at: "2026-11-01T10:00:00Z" }]);
    return route === "GET /shared/s1/net-worth" ? { currency: "EUR", points: [], price_source: { name: "demo", simulated: true, as_of: null } } : undefined;
  });
  house.signedIn = true;
  return house;
}

describe("talk about a shared portfolio", () => {
  it("shows who said what, newest last, and lets its author alone change it", async () => {
    open(shared("comment", [QUESTION, MINE]), "/shared/s1?tab=comments");

    const [theirs, mine] = await screen.findAllByText(/the cold one|In which wallet/).then((found) => found.map((one) => one.closest("li")));

    expect(within(theirs as HTMLElement).getByText("Ben")).toBeTruthy();
    expect(within(theirs as HTMLElement).queryByRole("button")).toBeNull();
    expect(within(mine as HTMLElement).getAllByRole("button").map((one) => one.textContent)).toEqual(["Edit", "Remove"]);
  });

  it("is written, and settled by what was said last", async () => {
    const house = shared("comment", [QUESTION, MINE]);
    open(house, "/shared/s1?tab=comments");
    const user = userEvent.setup();

    await user.type(await screen.findByLabelText("Write a comment"), "Thank you.");
    await user.click(screen.getByRole("button", { name: "Comment" }));
    await user.click(screen.getByRole("button", { name: "Mark resolved" }));

    expect(house.asked.find(({ route }) => route === "POST /shared/s1/comments")?.body).toEqual({ about: "portfolio", text: "Thank you." });
    expect(house.asked.find(({ route }) => route === "PATCH /shared/s1/comments/c2")?.body).toEqual({ resolved: true });
  });

  it("is only read by those who may not comment, and offers no tab for what is not shared", async () => {
    open(shared("totals", [QUESTION]), "/shared/s1?tab=gains");

    const tabs = await screen.findAllByRole("tab");
    await userEvent.setup().click(screen.getByRole("tab", { name: "Comments" }));

    expect(tabs.map((tab) => tab.textContent)).toEqual(["Overview", "Comments"]);
    expect(await screen.findByText(/In which wallet/)).toBeTruthy();
    expect(screen.queryByLabelText("Write a comment")).toBeNull();
  });
});

describe("what is talked about where a figure is explained", () => {
  it.each([
    ["holding:BTC", "asset:BTC"],
    ["disposal:kraken:7:BTC", "transaction:kraken:7"],
    ["fee:row-1:BNB", "transaction:row-1"],
    ["gain:2026", "figure:gain:2026"],
    ["value", "figure:value"],
  ])("%s is %s", (figure, about) => {
    expect(ofFigure(figure)).toBe(about);
  });
});
