import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { House, open } from "./house";

const PRICE = { id: "p1", asset: "SHARES", currency: "EUR", at: "2024-03-01T10:00:00.500000Z", whole_day: false, price: "12.5", note: "", overrides: true, stated_at: "2026-11-01T10:00:00Z" };
const MINE = { items: [PRICE], next_cursor: null };

function prices(answers: Readonly<Record<string, unknown>>): House {
  const house = new House((route) => answers[route]);
  house.signedIn = true;
  return house;
}

describe("prices of one's own", () => {
  it("says that there is none yet", async () => {
    open(prices({}), "/own-prices");

    expect(await screen.findByText(/You have stated no price yet/)).toBeTruthy();
  });

  it("says that the server does not answer, and asks again", async () => {
    const answers: Record<string, unknown> = { "GET /me/prices": "away" };
    open(prices(answers), "/own-prices");
    const notice = await screen.findByRole("alert");
    answers["GET /me/prices"] = MINE;

    await userEvent.setup().click(within(notice).getByRole("button", { name: "Retry" }));

    expect(await screen.findByText("€12.50")).toBeTruthy();
  });

  it("keeps the instant to its last digit when only the price is changed", async () => {
    const house = prices({ "GET /me/prices": MINE, "PUT /me/prices/p1": PRICE });
    const user = userEvent.setup();
    open(house, "/own-prices?asset=SHARES");
    await user.click(await screen.findByRole("button", { name: /Edit the price of SHARES/ }));

    const field = screen.getByLabelText("Price of one");
    await user.clear(field);
    await user.type(field, "13{Enter}");

    const said = house.asked.find(({ route }) => route === "PUT /me/prices/p1")?.body;
    expect(said).toEqual({ asset: "SHARES", currency: "EUR", at: PRICE.at, price: "13", note: "", overrides: true });
  });

  it("says what the server would not take, and keeps what was written", async () => {
    const house = prices({ "POST /me/prices": "away" });
    const user = userEvent.setup();
    open(house, "/own-prices?asset=SHARES&state=true");
    await user.click(await screen.findByRole("button", { name: "State it" }));
    expect(screen.getByText("Say what one unit cost.")).toBeTruthy();

    await user.type(screen.getByLabelText("Price of one"), "12.5");
    await user.type(screen.getByLabelText("Day"), "2024-03-01");
    await user.click(screen.getByRole("button", { name: "State it" }));

    expect(await screen.findByText(/The database cannot be used now/)).toBeTruthy();
    expect((screen.getByLabelText<HTMLInputElement>("Price of one")).value).toBe("12.5");
  });
});
