import type { AssetHolding, Holdings } from "@cryptotracker/core/types";
import { describe, expect, it } from "vitest";

import { rowsOf, sorted, statementOf } from "../src/features/dashboard/ledger";

const HELD: AssetHolding = {
  asset: "BTC", quantity: "1", cost_basis: "60.004", basis: "known", price: "100.008", price_time: null, value: "100.008", unrealised_gain: "40.004",
};
const UNCOSTED: AssetHolding = { ...HELD, asset: "ADA", cost_basis: null, basis: "unknown", value: "10.004", unrealised_gain: null };
const UNPRICED: AssetHolding = { ...HELD, asset: "XKTN", cost_basis: null, basis: "unknown", price: null, value: null, unrealised_gain: null };

function holdings(assets: readonly AssetHolding[]): Holdings {
  return {
    currency: "USD", at: "2026-11-22T00:00:00Z", assets, issues: [],
    totals: { cost_basis: null, value: null, unrealised_gain: null },
    price_source: { name: "Simulated", simulated: true, as_of: null },
  };
}

describe("the statement", () => {
  it("adds up to the cent and names what has no cost and no price", () => {
    const statement = statementOf(rowsOf(holdings([HELD, UNCOSTED, UNPRICED]), 2));

    expect(statement.lines.map((line) => [line.label, line.value])).toEqual([
      ["Cost of what you hold", "60.00"],
      ["Unrealised gains", "40.01"],
      ["ADA", "10.00"],
    ]);
    expect(statement.total).toBe("110.01");
    expect(statement.unpriced).toEqual(["XKTN"]);
  });
});

describe("the holdings", () => {
  it("never turn an unknown figure into zero", () => {
    const row = rowsOf(holdings([UNPRICED]), 2)[0];

    expect(row).toMatchObject({ value: null, cost: null, gain: null, share: null, colour: 0 });
  });

  it("leave out what is no longer held", () => {
    expect(rowsOf(holdings([{ ...HELD, quantity: "0.00" }]), 2)).toEqual([]);
  });

  it("keep their colour when sorted another way, unknown last in falling order", () => {
    const rows = rowsOf(holdings([UNPRICED, UNCOSTED, HELD]), 2);

    const byName = sorted(rows, "asset", "up");

    expect(byName.map((row) => [row.holding.asset, row.colour])).toEqual([["ADA", 2], ["BTC", 1], ["XKTN", 0]]);
    expect(sorted(rows, "value", "down").at(-1)?.holding.asset).toBe("XKTN");
  });
});
