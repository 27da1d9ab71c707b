/** Why a point has no value, or one that rests on a price of before. */
import { day } from "@cryptotracker/core/dates";
import type { NetWorthPoint } from "@cryptotracker/core/net-worth";

const NAMED = 3;

export function doubtWords({ unpriced = [], carried = [] }: NetWorthPoint): string | null {
  if (unpriced.length > 0) return `No price of ${listed(unpriced)}`;
  const oldest = [...carried].sort((one, other) => one.price_time.localeCompare(other.price_time))[0];
  if (oldest === undefined) return null;
  return `${listed(carried.map(({ asset }) => asset))} at the price of ${day(oldest.price_time.slice(0, 10), "UTC")}${carried.length > 1 ? " or later" : ""}`;
}

function listed(names: readonly string[]): string {
  const more = names.length - NAMED;
  return names.slice(0, NAMED).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
