import { describe, expect, it } from "vitest";

import { add, compare, cut, divide, isDecimal, round, roundTogether, subtract, sum, trim } from "../src/decimal";

describe("arithmetic", () => {
  it.each([
    ["0.1", "0.2", "0.3"],
    ["999999999999.99", "0.01", "1000000000000.00"],
    ["11.048200000000000001", "-11.0482", "0.000000000000000001"],
    ["-5", "2", "-3"],
  ])("adds %s and %s exactly", (left, right, expected) => {
    expect(add(left, right)).toBe(expected);
  });

  it("subtracts below zero", () => {
    expect(subtract("1", "1.5")).toBe("-0.5");
  });

  it("sums nothing to zero", () => {
    expect(sum([])).toBe("0");
  });

  it.each([
    ["1.0", "1", 0],
    ["0.3", "0.29999999999999999999", 1],
    ["-2", "1", -1],
  ])("compares %s with %s", (left, right, expected) => {
    expect(compare(left, right)).toBe(expected);
  });

  it.each(["1e5", "", "NaN", "1,000", " 1", ".5", "1_000"])("refuses %s as a decimal", (text) => {
    expect(isDecimal(text)).toBe(false);
    expect(() => add(text, "1")).toThrow(RangeError);
  });
});

describe("rounding", () => {
  it.each([
    ["2.345", 2, "2.34"],
    ["2.355", 2, "2.36"],
    ["-2.345", 2, "-2.34"],
    ["2.3450000000000000001", 2, "2.35"],
    ["7", 2, "7.00"],
    ["1234.5", 0, "1234"],
  ])("rounds %s to %i places, half to even", (value, places, expected) => {
    expect(round(value, places)).toBe(expected);
  });

  it.each([
    ["11.048200000000000001", "11.0482", false],
    ["0.123456789", "0.12345678", false],
    ["15000.00000001", "15000.00000001", true],
    ["182.500000000000", "182.5", true],
  ])("cuts %s and says whether digits went", (value, expected, exact) => {
    expect(cut(value, 8)).toEqual({ value: expected, exact });
  });

  it("divides with the wanted places and refuses zero", () => {
    expect(divide("1", "3", 4)).toBe("0.3333");
    expect(divide("-2", "3", 2)).toBe("-0.67");
    expect(divide("1", "0.00", 2)).toBeNull();
  });

  it.each([
    ["-0.0", "0"],
    ["1.500", "1.5"],
    ["100", "100"],
  ])("trims %s", (value, expected) => {
    expect(trim(value)).toBe(expected);
  });
});

describe("parts of a total", () => {
  it("gives the missing cent to the part that rounding moved furthest", () => {
    expect(roundTogether(["0.334", "0.334", "0.332"], 2)).toEqual(["0.34", "0.33", "0.33"]);
  });

  it("takes a cent too many from the part that was rounded up furthest", () => {
    expect(roundTogether(["0.336", "0.337", "0.337"], 2)).toEqual(["0.33", "0.34", "0.34"]);
  });

  it("leaves parts that already add up alone", () => {
    expect(roundTogether(["1.10", "-0.40"], 2)).toEqual(["1.10", "-0.40"]);
  });
});
