/** How long ago something was, said in the largest unit that fits. */
import { useEffect, useState } from "react";

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;
const TICK_MS = 10_000;

/** `7 s`, `18 min`, `3 h`, `4 days`. */
export function span(seconds: number): string {
  if (seconds < 2 * MINUTE) return `${Math.max(0, Math.round(seconds))} s`;
  if (seconds < 2 * HOUR) return `${Math.round(seconds / MINUTE)} min`;
  if (seconds < 2 * DAY) return `${Math.round(seconds / HOUR)} h`;
  return `${Math.round(seconds / DAY)} days`;
}

/** Seconds since an instant, counted on while it is looked at. */
export function useAge(instant: string | null): number | null {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return instant === null ? null : Math.max(0, (Math.max(now, Date.now()) - new Date(instant).getTime()) / 1000);
}
