import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { remember } from "../src/ui/preferences";
import { House, open } from "./house";

function signedIn(house: House): House {
  house.signedIn = true;
  return house;
}

/** A server that wants the change of a password confirmed. */
function careful(): House {
  const house: House = signedIn(new House((route) => (route === "PUT /me/password" && !house.fresh ? "confirm" : undefined)));
  house.fresh = false;
  return house;
}

async function choose(password: string): Promise<ReturnType<typeof userEvent.setup>> {
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText("New password"), password);
  await user.click(screen.getByRole("button", { name: "Change password" }));
  return user;
}

describe("a sensitive change", () => {
  it("is done once it has been confirmed with the password", async () => {
    const house = careful();
    open(house, "/settings/security");
    const user = await choose("plum tractor moth");
    const dialog = within(await screen.findByRole("dialog", { name: "Confirm that it is you" }));

    await user.type(dialog.getByLabelText("Password"), "right{Enter}");

    expect(await screen.findByText("Password changed. Your other sessions were signed out.")).toBeTruthy();
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(house.asked.filter(({ route }) => route === "PUT /me/password")).toHaveLength(2);
  });

  it("asks again after a wrong password, and is left undone without a word when cancelled", async () => {
    const house = careful();
    open(house, "/settings/security");
    const user = await choose("plum tractor moth");
    const dialog = within(await screen.findByRole("dialog", { name: "Confirm that it is you" }));
    await user.type(dialog.getByLabelText("Password"), "wrong{Enter}");
    expect((await dialog.findByRole("alert")).textContent).toBe("The password is wrong.");

    await user.click(dialog.getByRole("button", { name: "Cancel" }));

    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.queryByRole("alert")).toBeNull();
    expect(house.asked.filter(({ route }) => route === "PUT /me/password")).toHaveLength(1);
  });

  it("is confirmed by a code where there is an app", async () => {
    const house = careful();
    house.factors = { totp: { since: "2026-11-01T10:00:00Z" }, passkeys: 0, recovery_codes_left: 10 };
    open(house, "/settings/security");
    const user = await choose("plum tractor moth");
    const dialog = within(await screen.findByRole("dialog", { name: "Confirm that it is you" }));
    expect(dialog.queryByLabelText("Password")).toBeNull();
    await user.type(await dialog.findByLabelText("Code from your authenticator app"), "654321{Enter}");
    await dialog.findByText("It does not fit, or was used before.");

    await user.clear(dialog.getByLabelText("Code from your authenticator app"));
    await user.type(dialog.getByLabelText("Code from your authenticator app"), "123456{Enter}");

    expect(await screen.findByText("Password changed. Your other sessions were signed out.")).toBeTruthy();
  });

  it("is not even asked for while the password is too short", async () => {
    const house = careful();
    open(house, "/settings/security");

    await choose("short");

    expect(screen.getByText("Choose a longer password.")).toBeTruthy();
    expect(house.asked.map(({ route }) => route)).not.toContain("PUT /me/password");
  });
});

describe("two-step sign-in", () => {
  it("is set up with a code and shows the recovery codes until they are kept", async () => {
    const house: House = signedIn(
      new House((route, body) => {
        if (route === "POST /me/totp") return { secret: "JBSWY3DP", uri: "otpauth://totp/x", svg: "<svg/>" };
        if (route !== "PUT /me/totp") return undefined;
        house.factors = { totp: { since: "2026-11-01T10:00:00Z" }, passkeys: 0, recovery_codes_left: 2 };
        return body["code"] === "123456" ? { recovery_codes: ["aaaa-1111", "bbbb-2222"] } : "notTheCode";
      }),
    );
    open(house, "/settings/security");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Set up" }));
    expect((await screen.findByRole("img", { name: /QR code/ })).getAttribute("src")).toBe("data:image/svg+xml;charset=utf-8,%3Csvg%20xmlns%3D%22http%3A%2F%2Fwww.w3.org%2F2000%2Fsvg%22%2F%3E");
    expect(screen.getByLabelText("Key").textContent).toBe("JBSW Y3DP");

    await user.type(screen.getByLabelText("Code from your authenticator app"), "123456{Enter}");

    expect((await screen.findByRole("list", { name: "Recovery codes" })).textContent).toBe("aaaa-1111bbbb-2222");
    await user.click(screen.getByRole("button", { name: "I have kept them" }));
    expect(screen.queryByText("aaaa-1111")).toBeNull();
    expect(screen.getByText("2 recovery codes are left.")).toBeTruthy();
  });
});

describe("the profile", () => {
  it("takes another name, and is known by it at once", async () => {
    const house = signedIn(new House((route, body) => (route === "PATCH /me" ? { id: "u1", email: "anna@example.org", ...body } : undefined)));
    open(house, "/settings/profile");
    const user = userEvent.setup();
    await user.clear(await screen.findByLabelText("Name"));
    await user.type(screen.getByLabelText("Name"), "Anna Lind");

    await user.click(screen.getByRole("button", { name: "Save name" }));

    expect(await screen.findByText("Name saved.")).toBeTruthy();
    expect(house.asked.find(({ route }) => route === "PATCH /me")?.body).toEqual({ name: "Anna Lind" });
    await user.click(screen.getByRole("button", { name: "Signed in as anna@example.org" }));
    expect(screen.getByText("Anna Lind")).toBeTruthy();
  });
});

describe("tokens", () => {
  it("shows a new token once, with what it may do", async () => {
    const house = signedIn(
      new House((route, body) => (route === "POST /me/tokens" ? { ...body, id: "t1", created_at: "2026-11-23T10:00:00Z", expires_at: "2099-11-23T10:00:00Z", last_used_at: null, token: "ct_pat_secret" } : undefined)),
    );
    open(house, "/settings/tokens");
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText("Name"), "Backup");
    await user.click(screen.getByRole("radio", { name: /Read and write/ }));

    await user.click(screen.getByRole("button", { name: "Make token" }));

    expect((await screen.findByLabelText("Token")).textContent).toBe("ct_pat_secret");
    expect(house.asked.find(({ route }) => route === "POST /me/tokens")?.body).toEqual({ name: "Backup", scopes: ["read", "write"], days: 90 });
    await user.click(screen.getByRole("button", { name: "I have kept it" }));
    expect(screen.queryByText("ct_pat_secret")).toBeNull();
  });
});

describe("signing out", () => {
  it("leaves nothing for whoever signs in next", async () => {
    let slow = false;
    const house = signedIn(
      new House((route) => {
        if (route !== "GET /me/tokens") return undefined;
        const token = { id: "t1", name: "Of Anna", scopes: ["read"], created_at: "2026-11-23T10:00:00Z", expires_at: "2099-11-23T10:00:00Z", last_used_at: null };
        return slow ? new Promise(() => undefined) : { items: [token], next_cursor: null };
      }),
    );
    const address = open(house, "/settings/tokens");
    const user = userEvent.setup();
    expect(await screen.findByText("Of Anna")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Signed in as anna@example.org" }));
    await user.click(screen.getByRole("button", { name: "Sign out" }));
    await screen.findByRole("heading", { name: "Sign in" });
    slow = true;

    await user.type(screen.getByLabelText("E-mail"), "ben@example.org");
    await user.type(screen.getByLabelText("Password"), "right{Enter}");

    expect(await screen.findByRole("status", { name: "Loading your tokens" })).toBeTruthy();
    expect(address()).toBe("/settings/tokens");
    expect(screen.queryByText("Of Anna")).toBeNull();
  });
});

describe("one person on one machine", () => {
  it("is offered a password, and nothing that needs somebody to be signed in", async () => {
    const house = new House();
    house.mode = "single";
    open(house, "/settings/security");

    expect(await screen.findByRole("heading", { name: "Set a password" })).toBeTruthy();
    const pages = within(screen.getByRole("navigation", { name: "Settings" })).getAllByRole("link");
    expect(pages.map((page) => page.textContent)).toEqual(["Profile", "Security", "Your data"]);
  });

  it("may change the password that was set, and is not asked to sign out", async () => {
    const house = signedIn(new House());
    house.mode = "single";
    open(house, "/settings/security");

    expect(await screen.findByRole("button", { name: "Change password" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: /Signed in as/ })).toBeNull();
  });

  it("waits for nothing where it has been so before, and learns that it is so no more", async () => {
    remember("ct-door", "single");
    let answer: (response: Response) => void = () => undefined;
    const house: House = new House((route) => (route === "GET /auth" && house.asked.length < 2 ? new Promise<Response>((resolve) => (answer = resolve)) : undefined));
    open(house, "/");
    await waitFor(() => expect(house.asked.map(({ route }) => route)).toContain("GET /portfolios"));

    answer(Response.json({ mode: "sign-in", registration: "invited", issuers: [], user: null }));

    expect(await screen.findByRole("heading", { name: "Sign in" })).toBeTruthy();
  });
});
