/** Writes instants as the portfolio's own clock shows them. */

const made = new Map<string, Intl.DateTimeFormat>();

function formatter(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const known = made.get(key);
  if (known) return known;
  const fresh = new Intl.DateTimeFormat("en-GB", options);
  made.set(key, fresh);
  return fresh;
}

/** `9 Nov 2026`. */
export function day(instant: string, timeZone: string): string {
  const options = { day: "numeric", month: "short", year: "numeric", timeZone } as const;
  return formatter(`day ${timeZone}`, options).format(new Date(instant)).replace("Sept", "Sep");
}

/** `14:32`. */
export function clock(instant: string, timeZone: string): string {
  const options = { hour: "2-digit", minute: "2-digit", hour12: false, timeZone } as const;
  return formatter(`clock ${timeZone}`, options).format(new Date(instant));
}

/** `9 Nov 2026, 14:32 UTC`. */
export function moment(instant: string, timeZone: string): string {
  return `${day(instant, timeZone)}, ${clock(instant, timeZone)} ${zoneName(instant, timeZone)}`;
}

/** `UTC`, `CET`, or `GMT+9` where no short name is common. */
export function zoneName(instant: string, timeZone: string): string {
  const parts = formatter(`zone ${timeZone}`, { timeZoneName: "short", timeZone }).formatToParts(new Date(instant));
  return parts.find((part) => part.type === "timeZoneName")?.value ?? timeZone;
}

/** The calendar year in which an instant falls. */
export function yearOf(instant: string, timeZone: string): number {
  const parts = formatter(`year ${timeZone}`, { year: "numeric", timeZone }).formatToParts(new Date(instant));
  return Number(parts.find((part) => part.type === "year")?.value);
}

/** The date of an instant as a calendar there has it, such as `2026-11-09`. */
export function dateIn(instant: string, timeZone: string): string {
  const parts = formatter(`date ${timeZone}`, { year: "numeric", month: "2-digit", day: "2-digit", timeZone }).formatToParts(new Date(instant));
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}
