import { useMe } from "@cryptotracker/core/people-queries";

/** The clock that times are written by: the reader's own. */
export function useZone(): string {
  return useMe()?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}
