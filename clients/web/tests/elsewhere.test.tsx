import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { telegramOf } from "../src/features/door/search";
import { type Answers, House, open } from "./house";

const ACME = { name: "acme", title: "Acme", start: "/api/v1/auth/oauth/acme" };
const MINE = { id: "i1", issuer: "https://acme.example.org", title: "Acme", label: "anna@acme.example.org", linked_at: "2026-11-01T10:00:00Z", used_at: null };
const FIELDS = { id: 42, first_name: "Ännä", auth_date: 1_767_225_600, hash: "00" };
const told = (value: unknown) => btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(value)))).replaceAll("+", "-").replaceAll("/", "_");

function house(answers?: Answers, signedIn = false): House {
  const found = new House(answers);
  found.issuers = [ACME];
  found.signedIn = signedIn;
  return found;
}

describe("signing in with somebody else", () => {
  it("is a link to where that begins", async () => {
    open(house(), "/sign-in");

    expect((await screen.findByRole("link", { name: "Continue with Acme" })).getAttribute("href")).toBe("/api/v1/auth/oauth/acme");
  });

  it("says what went wrong when one comes back", async () => {
    open(house(), "/sign-in#problem=identity-unlinked");

    expect((await screen.findByRole("alert")).textContent).toMatch(/^There is an account of your address already/);
  });

  it.each(["#problem=of-tomorrow", "#problem=constructor"])("has words for %s too", async (hash) => {
    open(house(), `/sign-in${hash}`);

    expect((await screen.findByRole("alert")).textContent).toBe("That did not work. Try again.");
  });

  it("goes on with what Telegram signed", async () => {
    const here = house();
    open(here, `/sign-in#tgAuthResult=${told(FIELDS)}`);

    await userEvent.click(await screen.findByRole("button", { name: "Continue" }));

    expect(await screen.findByRole("button", { name: "New portfolio" })).toBeTruthy();
    expect(here.asked.find(({ route }) => route === "POST /auth/telegram")?.body).toMatchObject({ fields: FIELDS, client: "web" });
  });

  it("links what Telegram signed to whoever is signed in", async () => {
    const here = house(undefined, true);
    const address = open(here, `/sign-in#tgAuthResult=${told(FIELDS)}`);

    await userEvent.click(await screen.findByRole("button", { name: "Link Telegram" }));

    expect((await screen.findByText(/^Linked\./)).textContent).toBeTruthy();
    expect(address()).toBe("/settings/security#linked");
    expect(here.asked.some(({ route }) => route === "POST /me/identities/telegram")).toBe(true);
  });

  it("goes on with the second step of whoever has one", async () => {
    const here = house();
    open(here, "/sign-in#mfa=a-ticket-of-twenty-letters&methods=totp,recovery");

    await userEvent.type(await screen.findByRole("textbox"), "123456{Enter}");

    expect(await screen.findByRole("button", { name: "New portfolio" })).toBeTruthy();
    expect(here.asked.find(({ route }) => route === "POST /auth/mfa")?.body).toMatchObject({ ticket: "a-ticket-of-twenty-letters", code: "123456" });
  });

  it.each(["", "#x", "#tgAuthResult=", "#tgAuthResult=false", `#tgAuthResult=${told([1])}`, "#tgAuthResult=AAAA"])("takes nothing out of %s", (hash) => {
    expect(telegramOf({ hash })).toBeNull();
  });
});

describe("other ways in", () => {
  it("are listed, and unlinked", async () => {
    const here = house((route) => (route === "GET /me/identities" ? { items: [MINE], next_cursor: null } : undefined), true);
    open(here, "/settings/security");

    await userEvent.click(await screen.findByRole("button", { name: "Unlink Acme" }));

    expect(await screen.findByText("Unlinked: Acme. Your other sessions were signed out.")).toBeTruthy();
    expect(here.asked.some(({ route }) => route === "DELETE /me/identities/i1")).toBe(true);
  });

  it("are linked once they are confirmed", async () => {
    const here: House = house((route) => (route === "POST /me/identities/acme" ? "confirm" : undefined), true);
    open(here, "/settings/security");

    await userEvent.click(await screen.findByRole("button", { name: "Link Acme" }));

    expect(await screen.findByRole("dialog", { name: "Confirm that it is you" })).toBeTruthy();
  });

  it("are no matter where nobody vouches for anybody", async () => {
    const here = new House();
    here.signedIn = true;
    open(here, "/settings/security");
    await screen.findByRole("heading", { name: "Password" });

    await waitFor(() => expect(here.asked.some(({ route }) => route === "GET /me/identities")).toBe(true));
    expect(screen.queryByRole("heading", { name: "Other ways in" })).toBeNull();
  });
});
