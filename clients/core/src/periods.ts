/** Stretches of days that begin where the reader's week, month and year do. */
import { dateIn } from "./dates";
import type { WeekStart } from "./preferences";

export const PERIODS = ["this-week", "last-week", "this-month", "last-month", "this-year", "last-year"] as const;
export type Period = (typeof PERIODS)[number];

/** Dates of the first and of the last day. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

const FIRST_DAY: Readonly<Record<WeekStart, number>> = { sun: 0, mon: 1, sat: 6 };
const DAY = 86_400_000;
const WEEK = 7;

/** The days of a period, seen from an instant on the clock of a place. */
export function daysOf(period: Period, now: string, timeZone: string, weekStart: WeekStart): Days {
  const today = new Date(`${dateIn(now, timeZone)}T00:00:00Z`);
  const back = period.startsWith("last-") ? 1 : 0;
  const [year, month] = [today.getUTCFullYear(), today.getUTCMonth()];
  if (period.endsWith("week")) {
    const since = (today.getUTCDay() - FIRST_DAY[weekStart] + WEEK) % WEEK;
    const first = today.getTime() - (since + back * WEEK) * DAY;
    return days(first, first + WEEK * DAY);
  }
  if (period.endsWith("month")) return days(Date.UTC(year, month - back), Date.UTC(year, month - back + 1));
  return days(Date.UTC(year - back, 0), Date.UTC(year - back + 1, 0));
}

function days(first: number, next: number): Days {
  const written = (at: number) => new Date(at).toISOString().slice(0, 10);
  return { from: written(first), to: written(next - DAY) };
}
