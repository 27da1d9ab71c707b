/** A coin's own icon, or its initials when there is none. */
import type { ReactNode } from "react";
import symbols from "virtual:coins";

/** Renamed coins whose icon goes by the old symbol. */
const FORMER: Readonly<Record<string, string>> = { pol: "matic", xbt: "btc" };

export function Coin({ symbol }: { readonly symbol: string }): ReactNode {
  const lower = symbol.toLowerCase();
  const name = FORMER[lower] ?? lower;
  if (symbols.has(name)) return <img className="coin" src={`/assets/coins/${name}.svg`} alt="" width="26" height="26" />;
  return (
    <span className="coin initials" aria-hidden="true">
      {symbol.slice(0, 3)}
    </span>
  );
}
