/** A coin's own icon, or its initials when there is none. */
import type { ReactNode } from "react";
import symbols from "virtual:coins";

export function Coin({ symbol }: { readonly symbol: string }): ReactNode {
  const name = symbol.toLowerCase();
  if (symbols.has(name)) return <img className="coin" src={`/assets/coins/${name}.svg`} alt="" width="26" height="26" />;
  return (
    <span className="coin initials" aria-hidden="true">
      {symbol.slice(0, 3)}
    </span>
  );
}
