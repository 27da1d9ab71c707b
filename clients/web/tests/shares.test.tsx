import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { House, open } from "./house";

const VIEW = { kind: "link", scope: "totals", expires_at: "2099-01-01T00:00:00Z", portfolio: { name: "Long term", currency: "EUR" } };

function sharing(holdings: unknown): House {
  return new House((route) => {
    if (route === "POST /links/open") return { session: "v1", expires_at: "2099-01-01T00:00:00Z" };
    if (route === "GET /links/current") return VIEW;
    return route === "GET /links/current/holdings" ? holdings : undefined;
  });
}

describe("a link to a portfolio", () => {
  it("shows what is not known as unknown, and last", async () => {
    const assets = [{ asset: "RARE", value: null, percentage: null }, { asset: "BTC", value: "12.50", percentage: null }];
    open(sharing({ currency: "EUR", totals: { value: null }, assets }), "/link#t1");

    await screen.findByRole("heading", { name: "Long term" });

    expect(screen.getAllByRole("row").map((row) => row.textContent)).toEqual(["AssetShareValue", "BTCunknown€12.50", "RAREunknownunknown"]);
    expect(screen.getByText("Value", { selector: "dt" }).nextElementSibling?.textContent).toBe("unknown");
  });

  it("has no column for what is not shared", async () => {
    open(sharing({ assets: [{ asset: "BTC", percentage: "100.00" }] }), "/link#t1");

    await screen.findByRole("heading", { name: "Long term" });

    expect(screen.getAllByRole("row").map((row) => row.textContent)).toEqual(["AssetShare", "BTC100.00%"]);
    expect(screen.queryByText("Value")).toBeNull();
  });

  it("that was cut off says so, and asks the server nothing of it", async () => {
    const house = sharing({});
    open(house, "/link");

    expect(await screen.findByRole("heading", { name: "The link is not whole" })).toBeTruthy();
    expect(house.asked.map(({ route }) => route)).not.toContain("POST /links/open");
  });
});

function owner(shares: readonly unknown[]): House {
  const house = new House((route) => {
    if (route === "GET /portfolios") return { items: [{ id: "p1", name: "Long term" }], next_cursor: null };
    return route === "GET /portfolios/p1/shares" ? { items: shares, next_cursor: null } : undefined;
  });
  house.signedIn = true;
  return house;
}

describe("sharing", () => {
  it("offers of each way only what it may show, the least first", async () => {
    const house = owner([]);
    open(house, "/settings/sharing");
    const user = userEvent.setup();

    await user.selectOptions(await screen.findByLabelText("With"), "A public page");
    await user.click(screen.getByRole("button", { name: "Share" }));

    expect(house.asked.find(({ route }) => route === "POST /portfolios/p1/shares")?.body).toEqual({ kind: "public", scope: "percentages", days: 30 });
  });

  it("gives an accountant what they need by one choice, for as long as a year's accounts take", async () => {
    const house = owner([]);
    open(house, "/settings/sharing");
    const user = userEvent.setup();

    await user.selectOptions(await screen.findByLabelText("They see"), screen.getByRole("option", { name: /^As an accountant/ }));
    await user.type(screen.getByLabelText("E-mail"), "ben@example.org");
    await user.click(screen.getByRole("button", { name: "Share" }));

    expect(house.asked.find(({ route }) => route === "POST /portfolios/p1/shares")?.body).toEqual({ kind: "person", preset: "accountant", days: 90, email: "ben@example.org" });
  });

  it("is edited in place: only what changed is sent", async () => {
    const link = { id: "s1", kind: "link", scope: "totals", label: "", email: null, has_passcode: true, created_at: "2026-11-01T10:00:00Z", expires_at: "2099-01-01T00:00:00Z" };
    const house = owner([link]);
    open(house, "/settings/sharing");
    const user = userEvent.setup();

    await user.click(await screen.findByRole("button", { name: "Edit: Whoever has the link" }));
    const dialog = within(screen.getByRole("dialog", { hidden: true }));
    await user.selectOptions(dialog.getByLabelText("They see"), "Values and quantities");
    await user.selectOptions(dialog.getByLabelText("Passcode"), "None");
    await user.click(dialog.getByRole("button", { name: "Save", hidden: true }));

    expect(house.asked.find(({ route }) => route === "PATCH /portfolios/p1/shares/s1")?.body).toEqual({ scope: "amounts", passcode: "" });
  });
});
