import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { remember, remembered } from "../src/ui/preferences";
import { House, open } from "./house";

function signedIn(house = new House()): House {
  house.signedIn = true;
  return house;
}

const changes = (house: House) => house.asked.filter(({ route }) => route === "PATCH /me/preferences").map(({ body }) => body);

describe("preferences", () => {
  it("are those of the server, and remembered for the next first paint", async () => {
    const house = signedIn();
    house.preferences = { ...house.preferences, theme: "dark", hide_amounts: true, base_currency: "CHF", week_start: "sun" };
    open(house, "/settings/profile");

    expect((await screen.findByLabelText<HTMLSelectElement>("Base currency")).value).toBe("CHF");
    expect(screen.getByLabelText<HTMLSelectElement>("Weeks begin on").value).toBe("sun");
    expect(document.documentElement.dataset["ctTheme"]).toBe("dark");
    expect(screen.getByRole("button", { name: "Hide amounts" }).getAttribute("aria-pressed")).toBe("true");
    expect([remembered("ct-theme"), remembered("ct-hidden")]).toEqual(["dark", "yes"]);
  });

  it("are kept one by one, as they are chosen", async () => {
    const house = signedIn();
    open(house, "/settings/profile");
    const user = userEvent.setup();

    await user.selectOptions(await screen.findByLabelText("Country"), "SE");
    await user.click(screen.getByRole("button", { name: "Hide amounts" }));
    await user.click(screen.getByRole("checkbox", { name: "Sharing by E-mail" }));

    await waitFor(() =>
      expect(changes(house)).toEqual([{ country: "SE" }, { hide_amounts: true }, { notices: [{ kind: "sharing", channel: "email", on: false }] }]),
    );
    expect(screen.getByRole<HTMLInputElement>("checkbox", { name: "Security by E-mail" }).disabled).toBe(true);
  });

  it("go back to what they were when the server refuses", async () => {
    const house = signedIn(new House((route) => (route === "PATCH /me/preferences" ? "away" : undefined)));
    open(house, "/settings/profile");
    const country = await screen.findByLabelText<HTMLSelectElement>("Country");

    await userEvent.setup().selectOptions(country, "SE");

    await waitFor(() => expect(country.value).toBe(""));
    expect((await screen.findByRole("alert")).textContent).toContain("The database cannot be used now");
  });

  it("of whoever sat here before show nobody's amounts to the next one", async () => {
    remember("ct-whose", "somebody else");
    remember("ct-hidden", "no");
    const house = signedIn(new House((route) => (route === "GET /me/preferences" ? new Promise(() => undefined) : undefined)));
    open(house, "/settings/profile");

    const button = await screen.findByRole("button", { name: "Hide amounts" });

    expect(button.getAttribute("aria-pressed")).toBe("true");
    expect(remembered("ct-hidden")).toBe("no");
  });

  it("are there for the only one on a machine, who has no name and gets no letters", async () => {
    const house = new House();
    house.mode = "single";
    open(house, "/settings/profile");

    expect(await screen.findByLabelText("Base currency")).toBeTruthy();
    expect(screen.queryByLabelText("Name")).toBeNull();
    expect(screen.queryByRole("heading", { name: "Notifications" })).toBeNull();
  });
});

describe("a picture", () => {
  it("is sent as it was chosen, and shown wherever its owner is", async () => {
    const house = signedIn(
      new House((route) => {
        if (route === "PUT /me/avatar") house.preferences = { ...house.preferences, avatar: "abc" };
        const picture = new Response("RIFF", { headers: { "content-type": "image/webp" } });
        return route === "GET /me/avatar" ? Promise.resolve(picture) : undefined;
      }),
    );
    open(house, "/settings/profile");
    await screen.findByLabelText("Base currency");

    await userEvent.setup().upload(screen.getByLabelText("Picture"), new File(["x"], "me.png", { type: "image/png" }));

    expect(await screen.findByText("Picture saved.")).toBeTruthy();
    await waitFor(() => expect(document.querySelectorAll('img.portrait[src^="data:image/webp"]')).toHaveLength(2));
    expect(screen.getByRole("button", { name: "Remove" })).toBeTruthy();
  });
});
