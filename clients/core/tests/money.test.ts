import { describe, expect, it } from "vitest";

import { axis, fiat, money, moneyParts, percent, price, quantity, signedMoney } from "../src/money";

const DOLLARS = { locale: "en-US", currency: "USD" };

describe("money", () => {
  it.each([
    ["1234.5", "en-US", "USD", "$1,234.50"],
    ["1234.5", "de-DE", "EUR", "1.234,50\u00a0€"],
    ["-412.37", "en-US", "USD", "−$412.37"],
    ["123456789012.34", "en-US", "USD", "$123,456,789,012.34"],
    ["9007199254740993.01", "en-US", "USD", "$9,007,199,254,740,993.01"],
    ["1234.5", "en-US", "JPY", "¥1,234"],
    ["-0.001", "en-US", "USD", "$0.00"],
  ])("writes %s for %s in %s", (value, locale, currency, expected) => {
    expect(money(value, { locale, currency })).toBe(expected);
  });

  it.each([
    ["4210.05", "+$4,210.05"],
    ["-4210.05", "−$4,210.05"],
    ["0", "$0.00"],
    ["0.004", "$0.00"],
  ])("puts a sign before a change of %s", (value, expected) => {
    expect(signedMoney(value, DOLLARS)).toBe(expected);
  });

  it("sets the cents apart", () => {
    expect(moneyParts("161157.114", DOLLARS)).toEqual({ whole: "$161,157", cents: ".11", after: "" });
  });

  it("keeps a symbol that follows the cents", () => {
    expect(moneyParts("1.5", { locale: "de-DE", currency: "EUR" })).toEqual({ whole: "1", cents: ",50", after: "\u00a0€" });
  });
});

describe("price", () => {
  it.each([
    ["91234.123", "$91,234.12"],
    ["22.18", "$22.18"],
    ["1.0001", "$1.0001"],
    ["0.2143", "$0.2143"],
    ["0.00001874", "$0.00001874"],
    ["0.000018749", "$0.00001875"],
    ["5", "$5.00"],
  ])("shows %s as %s", (value, expected) => {
    expect(price(value, DOLLARS)).toBe(expected);
  });
});

describe("quantity", () => {
  it.each([
    ["0.73512345", "0", ".73512345", null],
    ["11.048200000000000001", "11", ".04820000…", "11.048200000000000001"],
    ["8123.456789", "8,123", ".456789", null],
    ["540", "540", "", null],
    ["0.129999999999", "0", ".12999999…", "0.129999999999"],
    ["1234.123456789012345678901234567891", "1,234", ".12345678…", "1,234.123456789012345678901234567891"],
    ["0.000000000000000001", "< 0", ".00000001", "0.000000000000000001"],
  ])("cuts %s and never rounds", (value, whole, fraction, full) => {
    expect(quantity(value, "en-US")).toEqual({ whole, fraction, full });
  });

  it("shows four places where room is short", () => {
    expect(quantity("0.73512345", "en-US", 4)).toEqual({ whole: "0", fraction: ".7351…", full: "0.73512345" });
  });
});

describe("fiat", () => {
  it.each([
    ["219", "219.00"],
    ["0.5", "0.50"],
    ["1234.5678", "1,234.5678"],
  ])("writes %s among quantities", (value, expected) => {
    expect(fiat(value, DOLLARS)).toBe(expected);
  });
});

describe("percent", () => {
  it.each([
    ["1.36", "+136.00%"],
    ["-0.0113", "−1.13%"],
    ["0", "0.00%"],
    ["12.3456", "+1,235%"],
    ["100.6", "×101"],
  ])("writes the ratio %s as %s", (value, expected) => {
    expect(percent(value, "en-US")).toBe(expected);
  });

  it("leaves the sign off a share", () => {
    expect(percent("0.41617", "en-US", false)).toBe("41.62%");
  });
});

describe("axis", () => {
  it.each([
    [161157, "161k"],
    [2500000, "2.5m"],
    [-1200, "−1.2k"],
  ])("shortens %d to %s", (value, expected) => {
    expect(axis(value, "en-US")).toBe(expected);
  });
});
