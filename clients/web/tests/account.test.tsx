import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { readFarewell } from "../src/features/door/search";
import { type Answers, House, open } from "./house";

const ASKED = "2026-11-01T10:00:00Z";
const WAITING = { job: "j1", state: "waiting", progress: { done: 0, total: null, text: "" }, bytes: null, problem: null, created_at: ASKED, finished_at: null, expires_at: null };
const DONE = { ...WAITING, state: "done", bytes: 1_234_567, finished_at: ASKED, expires_at: "2126-11-08T10:00:00Z" };

function signedIn(answers?: Answers): House {
  const house = new House(answers);
  house.signedIn = true;
  return house;
}

const listing = (items: readonly unknown[]): Answers => (route) => (route === "GET /me/exports" ? { items, next_cursor: null } : undefined);

describe("an export", () => {
  const saved = vi.fn(() => "blob:x");
  beforeEach(() => {
    saved.mockClear();
    URL.createObjectURL = saved;
    URL.revokeObjectURL = () => undefined;
  });

  it("is asked for, followed until it is made, and handed over as a file", async () => {
    let items: readonly unknown[] = [];
    const zip = () => Promise.resolve(Object.assign(new Response("PK", { headers: { "content-type": "application/zip" } }), { blob: () => Promise.resolve(new Blob(["PK"])) }));
    const house = signedIn((route) => {
      if (route === "POST /me/exports") items = [WAITING];
      return route === "GET /me/exports" ? { items, next_cursor: null } : route === "GET /me/exports/j1" ? zip() : undefined;
    });
    open(house, "/settings/data");
    expect(await screen.findByText("There is no export yet.")).toBeTruthy();

    await userEvent.click(screen.getByRole("button", { name: "Make an export" }));
    expect(await screen.findByText("It waits for its turn. You may leave this page.")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Make an export" })).toHaveProperty("disabled", true);
    items = [{ ...WAITING, state: "running", progress: { done: 1, total: 3, text: "portfolios written" } }];
    expect(await screen.findByText("1 of 3 portfolios are written. You may leave this page.", {}, { timeout: 3000 })).toBeTruthy();
    expect(screen.getByRole("progressbar", { name: "Progress of the export" })).toHaveProperty("value", 1);
    items = [DONE];
    await userEvent.click(await screen.findByRole("button", { name: /^Download the export of 1 Nov 2026/ }, { timeout: 3000 }));

    await waitFor(() => expect(saved).toHaveBeenCalledTimes(1));
    expect(screen.getByText("1.2 MB, kept until 8 Nov 2126")).toBeTruthy();
  });

  it.each([
    ["failed", { ...DONE, state: "failed", expires_at: null }, /^Nothing of it was kept\. Make another one/],
    ["expired", { ...DONE, expires_at: "2026-01-08T10:00:00Z" }, "It was kept until 8 Jan 2026. Make another one."],
    ["cancelled", { ...DONE, state: "cancelled", expires_at: null }, "It was cancelled, and nothing of it was kept."],
  ])("that has %s says so, and another one can be made", async (_, made, words) => {
    open(signedIn(listing([made])), "/settings/data");

    expect(await screen.findByText(words)).toBeTruthy();
    expect(screen.getByRole("button", { name: "Make an export" })).toHaveProperty("disabled", false);
    expect(screen.queryByRole("button", { name: /^Download/ })).toBeNull();
  });

  it("is handed over once it is confirmed, and not a word is said when it is not", async () => {
    const answers = listing([DONE]);
    open(signedIn((route, body) => (route === "GET /me/exports/j1" ? "confirm" : answers(route, body))), "/settings/data");
    await userEvent.click(await screen.findByRole("button", { name: /^Download/ }));
    const dialog = within(await screen.findByRole("dialog", { name: "Confirm that it is you" }));

    await userEvent.click(dialog.getByRole("button", { name: "Cancel" }));

    expect(screen.queryByText(/could not be fetched/)).toBeNull();
    expect(saved).not.toHaveBeenCalled();
  });
});

describe("deleting an account", () => {
  it("wants the address typed, and says farewell", async () => {
    const house: House = signedIn((route) => {
      if (route !== "POST /me/deletion") return undefined;
      house.signedIn = false;
      return { deleted_at: "2026-11-08T10:00:00Z" };
    });
    const address = open(house, "/settings/data");
    await userEvent.click(await screen.findByRole("link", { name: "See what deletion does" }));
    const field = await screen.findByLabelText("Type anna@example.org to confirm");
    await userEvent.type(field, "anna{Enter}");
    expect(screen.getByText("This is not the address of the account.")).toBeTruthy();
    expect(house.asked.map(({ route }) => route)).not.toContain("POST /me/deletion");

    await userEvent.type(field, "@Example.org{Enter}");

    expect(await screen.findByRole("heading", { name: "Your account is shut" })).toBeTruthy();
    expect(screen.getByText(/is deleted on 8 Nov 2026\./)).toBeTruthy();
    expect(address()).toMatch(/^\/farewell\?/);
  });

  it("says why the last administrator stays", async () => {
    open(signedIn((route) => (route === "POST /me/deletion" ? "lastAdministrator" : undefined)), "/settings/data/deletion");

    await userEvent.type(await screen.findByLabelText("Type anna@example.org to confirm"), "anna@example.org{Enter}");

    expect((await screen.findByRole("alert")).textContent).toBe("The last administrator stays");
  });

  it.each([[{}], [{ until: "soon" }], [{ until: "<b>" }], [{ until: "2026-99-99T10:00:00Z" }]])("reads no time out of %j", (raw) => {
    expect(readFarewell(raw)).toEqual({});
  });
});

describe("what lets programs in", () => {
  const TOKENS = ["t1", "t2"].map((id) => ({ id, name: id, scopes: ["read"], created_at: ASKED, expires_at: "2126-11-08T10:00:00Z", last_used_at: null }));

  it("is taken back all at once, after one more question", async () => {
    const house = signedIn((route) => (route === "GET /me/tokens" ? { items: TOKENS, next_cursor: null } : undefined));
    open(house, "/settings/tokens");
    await userEvent.click(await screen.findByRole("button", { name: "Revoke all tokens" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Revoke all 2 tokens?" }));
    expect(house.asked.map(({ route }) => route)).not.toContain("DELETE /me/tokens");

    await userEvent.click(dialog.getByRole("button", { name: "Revoke all" }));

    expect(await screen.findByText("Revoked: all tokens.")).toBeTruthy();
    expect(house.asked.map(({ route }) => route)).toContain("DELETE /me/tokens");
  });

  it("goes with a new password, and with signing out everywhere, where that is ticked", async () => {
    const house = signedIn();
    open(house, "/settings/security");
    await userEvent.type(await screen.findByLabelText("New password"), "plum tractor moth");
    await userEvent.click(screen.getByRole("checkbox", { name: /^The new password revokes all tokens, too/ }));
    await userEvent.click(screen.getByRole("button", { name: "Change password" }));
    expect(await screen.findByText("Password changed. Your other sessions were signed out, and all tokens revoked.")).toBeTruthy();

    await userEvent.click(screen.getByRole("link", { name: "Sessions" }));
    await userEvent.click(await screen.findByRole("checkbox", { name: /^Signing out everywhere revokes all tokens, too/ }));
    await userEvent.click(screen.getByRole("button", { name: "Sign out everywhere" }));

    await screen.findByRole("heading", { name: "Sign in" });
    const sent = new Map(house.asked.map(({ route, body }) => [route, body]));
    expect(sent.get("PUT /me/password")).toMatchObject({ revoke_tokens: true });
    expect(sent.get("POST /auth/logout")).toEqual({ everywhere: true, revoke_tokens: true });
  });
});

describe("a passkey", () => {
  it("is given another name", async () => {
    const key = { id: "k1", name: "Telephone", created_at: ASKED, used_at: null };
    const house = signedIn((route) => (route === "GET /me/passkeys" ? { items: [key], next_cursor: null } : undefined));
    open(house, "/settings/security");
    await userEvent.click(await screen.findByRole("button", { name: "Rename Telephone" }));
    const field = screen.getByLabelText("Name of this passkey");

    await userEvent.clear(field);
    await userEvent.type(field, "Old telephone{Enter}");

    expect(await screen.findByRole("button", { name: "Rename Telephone" })).toBeTruthy();
    expect(house.asked.find(({ route }) => route === "PATCH /me/passkeys/k1")?.body).toEqual({ name: "Old telephone" });
  });
});

describe("an invitation", () => {
  const ACME = { name: "acme", title: "Acme", start: "/api/v1/auth/oauth/acme" };
  const TELEGRAM = { name: "telegram", title: "Telegram", start: "#telegram" };
  const FIELDS = { id: 42, auth_date: 1, hash: "00" };

  it("goes along to somebody else, or its refusal is said here", async () => {
    const house = new House((route) => (route === "POST /auth/oauth/acme" ? "closed" : undefined));
    house.registration = "invited";
    house.issuers = [ACME];
    open(house, "/register#an-invitation");

    await userEvent.click(await screen.findByRole("button", { name: "Continue with Acme" }));

    expect((await screen.findByRole("alert")).textContent).toBe("Registration is closed");
    expect(house.asked.find(({ route }) => route === "POST /auth/oauth/acme")?.body).toEqual({ invitation: "an-invitation" });
  });

  it("waits in its tab for who comes back from Telegram, and is forgotten then", async () => {
    const house = new House();
    house.issuers = [TELEGRAM];
    open(house, "/register#an-invitation");
    await userEvent.click(await screen.findByRole("button", { name: "Continue with Telegram" }));
    open(house, `/sign-in#tgAuthResult=${btoa(JSON.stringify(FIELDS)).replaceAll("=", "")}`);

    await userEvent.click(await screen.findByRole("button", { name: "Continue" }));

    await waitFor(() => expect(house.asked.find(({ route }) => route === "POST /auth/telegram")?.body).toMatchObject({ invitation: "an-invitation" }));
    await waitFor(() => expect(sessionStorage.length).toBe(0));
  });

  it("is what Telegram alone does not make up for", async () => {
    const house = new House();
    house.issuers = [ACME, TELEGRAM];
    open(house, "/register");

    expect(await screen.findByRole("link", { name: "Continue with Acme" })).toBeTruthy();
    expect(screen.queryByText("Continue with Telegram")).toBeNull();
  });
});
