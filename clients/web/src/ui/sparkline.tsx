/** A price's way as a small line without scale; where a price is missing the line is broken, never joined. */
import type { ReactNode } from "react";

const WIDTH = 84;
const HEIGHT = 26;
const MARGIN = 3;

/** A pixel needs no exactness: here alone prices become numbers. */
export function Sparkline({ prices }: { readonly prices: readonly (string | null)[] }): ReactNode {
  const values = prices.map((one) => (one === null ? null : Number(one)));
  const known = values.filter((one) => one !== null);
  const last = values.at(-1) ?? null;
  if (known.length < 2) return null;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const x = (index: number) => MARGIN + (index * (WIDTH - 2 * MARGIN)) / (values.length - 1);
  const y = (value: number) => (high === low ? HEIGHT / 2 : HEIGHT - MARGIN - ((value - low) * (HEIGHT - 2 * MARGIN)) / (high - low));
  const path = values.map((value, index) => (value === null ? "" : `${index === 0 || values[index - 1] == null ? "M" : "L"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`)).join("");
  return (
    <svg className="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <path d={path} />
      {last === null ? null : <circle cx={x(values.length - 1)} cy={y(last)} r="2" />}
    </svg>
  );
}
