/** When and whence the prices are; made-up prices say so plainly. */
import { clock, day, zoneName } from "@cryptotracker/core/dates";
import type { PriceSource } from "@cryptotracker/core/types";
import type { ReactNode } from "react";

import { Icon } from "../../ui/icon";
import { useView } from "../../ui/view";

const FRESH_MS = 15 * 60_000;

export function AsOf({ source, failed }: { readonly source: PriceSource; readonly failed: boolean }): ReactNode {
  const { timeZone } = useView();
  const at = source.as_of;
  const age = at === null ? null : Date.now() - new Date(at).getTime();
  const stale = age === null || age > FRESH_MS;
  return (
    <span className="asof-group">
      {source.simulated ? (
        <span className="tag warn" data-testid="simulated-prices">
          <Icon name="info" small />
          Simulated prices
        </span>
      ) : null}
      <span className="asof">
        {failed ? <Icon name="warning" small /> : <span className={stale && !source.simulated ? "dot stale" : "dot"} />}
        {failed ? "Could not refresh since " : "Prices as of "}
        {at === null ? "an unknown time" : `${stale ? `${day(at, timeZone)}, ` : ""}${clock(at, timeZone)} ${zoneName(at, timeZone)}`}, {source.name}
      </span>
    </span>
  );
}
