import { describe, expect, it } from "vitest";

import { daysOf, type Period } from "../src/periods";
import type { WeekStart } from "../src/preferences";

const SUNDAY = "2026-11-01T12:00:00Z";

describe("a period", () => {
  it.each<[Period, WeekStart, string, string]>([
    ["this-week", "mon", "2026-10-26", "2026-11-01"],
    ["this-week", "sun", "2026-11-01", "2026-11-07"],
    ["this-week", "sat", "2026-10-31", "2026-11-06"],
    ["last-week", "sun", "2026-10-25", "2026-10-31"],
    ["this-month", "mon", "2026-11-01", "2026-11-30"],
    ["last-month", "mon", "2026-10-01", "2026-10-31"],
    ["this-year", "mon", "2026-01-01", "2026-12-31"],
    ["last-year", "mon", "2025-01-01", "2025-12-31"],
  ])("%s of weeks that begin on %s is from %s to %s", (period, weekStart, from, to) => {
    expect(daysOf(period, SUNDAY, "UTC", weekStart)).toEqual({ from, to });
  });

  it("is seen from the day that it is there", () => {
    const late = "2026-10-31T23:30:00Z";

    expect(daysOf("this-month", late, "Europe/Berlin", "mon").from).toBe("2026-11-01");
    expect(daysOf("this-month", late, "America/New_York", "mon").from).toBe("2026-10-01");
  });
});
