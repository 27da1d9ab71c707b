import { describe, expect, it } from "vitest";

import { fault, INDICATORS, liesOnPrice, readIndicators, shortName, writeIndicators } from "../src/indicators";

describe("indicators in an address", () => {
  it("are read with the values they have where none are given, and written in full", () => {
    expect(writeIndicators(readIndicators("rsi,macd:12,26,9,bollinger:20,2.5"))).toBe("rsi:14,macd:12,26,9,bollinger:20,2.5");
  });

  it.each(["moon:3", "rsi:1", "rsi:14,3", "rsi:2.5", "macd:26,12,9", "rsi:1e3", "rsi:__proto__"])("are left out where they are none, like %s", (text) => {
    expect(readIndicators(text)).toEqual([]);
  });

  it("are drawn once", () => {
    expect(readIndicators("rsi:14,rsi").map(shortName)).toEqual(["RSI 14"]);
  });

  it("are the server's, all twenty", () => {
    expect(INDICATORS).toHaveLength(20);
    expect(INDICATORS.filter(liesOnPrice).map(({ name }) => name)).toEqual([
      "sma", "ema", "wma", "vwap", "supertrend", "ichimoku", "bollinger", "donchian", "keltner", "pivot",
    ]);
  });

  it("say why values will not do", () => {
    const [macd] = readIndicators("macd");

    expect(macd && fault({ ...macd, values: ["26", "26", "9"] })).toBe("Fast has to be below slow.");
    expect(macd && fault({ ...macd, values: ["1", "26", "9"] })).toBe("Fast is from 2 to 500.");
    expect(macd && fault({ ...macd, values: ["", "26", "9"] })).toBe("Fast is a whole number.");
  });
});
