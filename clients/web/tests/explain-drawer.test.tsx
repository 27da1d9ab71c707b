import type { Figure } from "@cryptotracker/core/types";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { type ReactNode, useState } from "react";
import { describe, expect, it } from "vitest";

import { ExplainDrawer } from "../src/features/explain/explain-drawer";
import { Explain } from "../src/ui/figures";
import { ViewContext } from "../src/ui/view";
import { stage, VIEW } from "./stage";

const FIGURE: Figure = {
  ref: "p1:disposal:kraken-TX1:BTC",
  title: "Gain on 0.5 BTC sold on 2 May 2026",
  value: "4210.05",
  unit: "USD",
  low: "4210.05",
  high: "4210.05",
  sentence: "Proceeds less cost, matched first in, first out.",
  parts: [
    { sign: "+", label: "Proceeds", value: "10000", unit: "USD", kind: "figure", ref: null, rows: [], parts: [] },
    {
      sign: "−", label: "Cost", value: "5789.95", unit: "USD", kind: "lot", ref: null, parts: [],
      rows: [
        { file: "kraken.csv", line: 7, raw: "refid TX1, amount 0.5", literal: { text: "TX1,\"0.5\"", cells: [{ name: "refid", value: "TX1" }], cut: false }, missing: null },
        { file: "old.csv", line: 3, raw: "refid TX0", literal: null, missing: "the file was not kept" },
      ],
    },
  ],
  sources: [{ kind: "method", text: "First in, first out" }],
};

/** A page with one figure on it, and the drawer which that figure opens. */
function Page({ hidden = false }: { readonly hidden?: boolean }): ReactNode {
  const [explained, setExplained] = useState<string | null>(null);
  return (
    <ViewContext value={{ ...VIEW, hidden, explained, explain: setExplained }}>
      <Explain figure="disposal:kraken-TX1:BTC" label="Gain on BTC" says="+$4,210.05">
        +$4,210.05
      </Explain>
      {explained === null ? null : <ExplainDrawer figure={explained} onClose={() => setExplained(null)} />}
    </ViewContext>
  );
}

const opener = () => screen.getByRole("button", { name: "Gain on BTC, +$4,210.05, explain" });

describe("the explain drawer", () => {
  it("takes the focus when it opens and gives it back on Escape", async () => {
    const user = userEvent.setup();
    stage(<Page />, () => FIGURE);

    await user.click(opener());
    const title = await screen.findByRole("heading", { name: "Gain on 0.5 BTC sold on 2 May 2026" });

    expect(document.activeElement).toBe(title);

    await user.keyboard("{Escape}");

    expect(screen.queryByRole("dialog")).toBeNull();
    expect(document.activeElement).toBe(opener());
  });

  it("shows the answer with its sign and every part on the way there", async () => {
    const user = userEvent.setup();
    stage(<Page />, () => FIGURE);

    await user.click(opener());

    expect((await screen.findByTestId("explained-figure")).textContent).toContain("up +$4,210.05");
    expect(screen.getByText("Proceeds less cost, matched first in, first out.")).toBeTruthy();
    expect(screen.getByText("$10,000.00")).toBeTruthy();
    expect(screen.getByText("$5,789.95")).toBeTruthy();
  });

  it("opens a part down to the raw row by keyboard", async () => {
    const user = userEvent.setup();
    stage(<Page />, () => FIGURE);
    await user.click(opener());

    (await screen.findByRole("button", { name: /Cost/ })).focus();
    await user.keyboard("{ArrowRight}");

    expect(screen.getByText("kraken.csv, line 7")).toBeTruthy();
    expect(screen.getByText("refid TX1, amount 0.5")).toBeTruthy();
    expect(screen.getByTestId("literal-row").textContent).toBe('TX1,"0.5"');
    expect(screen.getByText("The row as it was written cannot be shown: the file was not kept.")).toBeTruthy();
  });

  it("shows no digit of an amount while amounts are hidden", async () => {
    const user = userEvent.setup();
    stage(<Page hidden />, () => FIGURE);
    await user.click(opener());

    await user.click(await screen.findByRole("button", { name: /Cost/ }));

    expect(screen.getByRole("dialog").textContent).not.toMatch(/4,210|10,000|5,789|0\.5/);
  });
});
