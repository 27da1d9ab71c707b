import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { readSignIn } from "../src/features/door/search";
import { judge } from "../src/ui/strength";
import { House, open } from "./house";

async function signIn(password: string): Promise<ReturnType<typeof userEvent.setup>> {
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText("E-mail"), "anna@example.org");
  await user.type(screen.getByLabelText("Password"), `${password}{Enter}`);
  return user;
}

describe("signing in", () => {
  it("leads to the address that was asked for before", async () => {
    const house = new House();
    const address = open(house, "/settings/tokens?from=mail");
    await screen.findByRole("heading", { name: "Sign in" });
    expect(address()).toBe("/sign-in?to=%2Fsettings%2Ftokens%3Ffrom%3Dmail");

    await signIn("right");

    expect(await screen.findByRole("heading", { name: "Tokens" })).toBeTruthy();
    expect(address()).toBe("/settings/tokens?from=mail");
  });

  it("says that it failed and keeps what was typed", async () => {
    open(new House(), "/sign-in");

    await signIn("wrong");

    expect((await screen.findByRole("alert")).textContent).toBe("Sign-in failed");
    expect(screen.getByLabelText("E-mail")).toHaveProperty("value", "anna@example.org");
  });

  it("says so where the browser does not keep the session", async () => {
    open(new House((route) => (route === "POST /auth/login" ? { expires_in: 300 } : undefined)), "/sign-in");

    await signIn("right");

    expect((await screen.findByRole("alert")).textContent).toBe("This browser did not keep your session. Open this address over HTTPS, and let it keep cookies.");
  });

  it("goes to the first field that is missing, and asks the server nothing", async () => {
    const house = new House();
    open(house, "/sign-in");
    const user = userEvent.setup();

    await user.click(await screen.findByRole("button", { name: "Sign in" }));

    expect(document.activeElement).toBe(screen.getByLabelText("E-mail"));
    expect(screen.getByText("Enter your password.")).toBeTruthy();
    expect(house.asked.filter(({ route }) => route.startsWith("POST"))).toEqual([]);
  });

  it("takes a pasted code with its space as the second step", async () => {
    const house = new House((route) => (route === "POST /auth/login" ? { mfa: { ticket: "t1", methods: ["totp", "recovery"] } } : undefined));
    open(house, "/sign-in?to=%2Fsettings%2Flog");
    const user = await signIn("right");

    await user.click(await screen.findByLabelText("Code from your authenticator app"));
    await user.paste("123 456");
    await user.keyboard("{Enter}");

    expect(await screen.findByRole("heading", { name: "Activity" })).toBeTruthy();
    expect(house.asked.find(({ route }) => route === "POST /auth/mfa")?.body).toEqual({ ticket: "t1", code: "123456" });
  });

  it("lets a recovery code stand in for the app", async () => {
    const house = new House((route) => (route === "POST /auth/login" ? { mfa: { ticket: "t1", methods: ["totp", "recovery"] } } : undefined));
    open(house, "/sign-in");
    const user = await signIn("right");

    await user.click(await screen.findByRole("button", { name: "Use a recovery code" }));
    await user.type(screen.getByLabelText("Recovery code"), " 3KZ8-W0QF-7H2M-XN5T-9DRC-1VPA {Enter}");

    expect(await screen.findByText(/^This code does not fit, was used before, or came too late\./)).toBeTruthy();
    expect(house.asked.find(({ route }) => route === "POST /auth/mfa")?.body).toEqual({ ticket: "t1", recovery_code: "3KZ8-W0QF-7H2M-XN5T-9DRC-1VPA" });
  });

  it("is nothing to be done where one person uses one machine", async () => {
    const house = new House((route) => (route === "GET /portfolios" ? { items: [], next_cursor: null } : undefined));
    house.mode = "single";

    open(house, "/sign-in");

    expect(await screen.findByRole("button", { name: "New portfolio" })).toBeTruthy();
  });

  it.each(["//evil.example", "https://evil.example", "/\\evil.example", "settings", ""])("does not lead to %s", (to) => {
    expect(readSignIn({ to })).toEqual({});
  });
});

describe("registering", () => {
  it("hands on the invitation of its link", async () => {
    const house = new House();
    house.registration = "invited";
    open(house, "/register#i1");
    const user = userEvent.setup();

    await user.type(await screen.findByLabelText("Name"), "Ben");
    await user.type(screen.getByLabelText("E-mail"), "ben@example.org");
    await user.type(screen.getByLabelText("Password"), "plum tractor moth{Enter}");

    expect(await screen.findByRole("heading", { name: "You are registered" })).toBe(document.activeElement);
    expect(house.asked.find(({ route }) => route === "POST /auth/register")?.body).toEqual({
      name: "Ben", email: "ben@example.org", password: "plum tractor moth", invitation: "i1",
    });
  });

  it("is not offered without an invitation where one is needed", async () => {
    const house = new House();
    house.registration = "invited";

    open(house, "/register");

    expect(await screen.findByRole("heading", { name: "By invitation" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Register" })).toBeNull();
  });
});

describe("a letter's link", () => {
  it("confirms an address only when its reader says so", async () => {
    const house = new House();
    open(house, "/verify#secret");
    const user = userEvent.setup();
    const button = await screen.findByRole("button", { name: "Confirm" });
    expect(house.asked.map(({ route }) => route)).not.toContain("POST /auth/verify");

    await user.click(button);

    expect(await screen.findByRole("heading", { name: "Your address is confirmed" })).toBeTruthy();
    expect(house.asked.find(({ route }) => route === "POST /auth/verify")?.body).toEqual({ token: "secret" });
  });

  it("is told from one that was cut off", async () => {
    open(new House(), "/reset");

    expect(await screen.findByRole("heading", { name: "The link is not whole" })).toBeTruthy();
  });
});

describe("the words for a password", () => {
  it.each([
    ["", "At least 8 characters. Spaces are welcome."],
    ["7 chars", "Too short: 1 more character."],
    ["aaaaaaaaaaaaaaaa", "Weak: it repeats itself or follows the keyboard."],
    ["qwertyuiop123456", "Weak: it repeats itself or follows the keyboard."],
    ["anna-anna-anna-1", "Weak: it contains “anna”."],
    ["plum tractor moth", "Good."],
    ["plum tractor moth river 9", "Strong."],
  ])("say of %j: %s", (password, words) => {
    expect(judge(password, ["Anna", "anna@example.org"]).words).toBe(words);
  });
});
