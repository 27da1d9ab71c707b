/** The day or the instant that a stated price is of: a day is one of the calendar in UTC. */
import { day, moment } from "@cryptotracker/core/dates";
import type { OwnPrice } from "@cryptotracker/core/own-prices";

export function dayOrMoment({ at, whole_day }: Pick<OwnPrice, "at" | "whole_day">, timeZone: string): string {
  return whole_day ? day(at, "UTC") : moment(at, timeZone);
}

export interface StatedAt {
  readonly date: string;
  /** In UTC; empty of a whole day. */
  readonly time: string;
}

export function parts({ at, whole_day }: Pick<OwnPrice, "at" | "whole_day">): StatedAt {
  const [date = "", time = ""] = at.split("T");
  return { date, time: whole_day ? "" : time.replace(/Z$/, "") };
}

export function joined({ date, time }: StatedAt): string {
  return time === "" ? date : `${date}T${time}Z`;
}
