/** Leads from an asset that nobody prices to where one prices it oneself. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

export function StateAPrice({ asset }: { readonly asset: string }): ReactNode {
  return (
    <Link className="btn" to="/own-prices" search={{ asset, state: true }}>
      State a price of your own
    </Link>
  );
}
