/** The market at a glance; what it rests on is said beside each figure. */
import type { MarketOverview } from "@cryptotracker/core/market";
import { useMarketOverview } from "@cryptotracker/core/market-queries";
import { money, percent } from "@cryptotracker/core/money";
import type { ReactNode } from "react";

import { useView } from "../../ui/view";

export function OverviewStrip(): ReactNode {
  const { style } = useView();
  const { data, isError } = useMarketOverview(style.currency);
  if (isError) return null;
  return (
    <section className="card" aria-label="The market at a glance" aria-busy={data === undefined}>
      <dl className="strip overview">{data === undefined ? <Waiting /> : <Tiles found={data} />}</dl>
    </section>
  );
}

function Tiles({ found }: { readonly found: MarketOverview }): ReactNode {
  const { style } = useView();
  const { capitalisation, breadth, volatility, fear_and_greed: mood } = found;
  const largest = capitalisation.known[0];
  return (
    <>
      <Tile label="Capitalisation" figure={capitalisation.total === null ? "unknown" : money(capitalisation.total, { ...style })}>
        {capitalisation.known.length} of {found.assets} assets{largest === undefined ? "" : `, ${largest.asset.symbol} ${percent(largest.share, style.locale, false)}`}
        {capitalisation.simulated ? ", simulated" : ""}
      </Tile>
      <Tile label="Rising and falling" figure={`${breadth.rising} and ${breadth.falling}`}>
        in 24 hours{breadth.unknown === 0 ? "" : `, ${breadth.unknown} unknown`}
      </Tile>
      <Tile label="Volatility" figure={volatility.value === null ? "unknown" : percent(volatility.value, style.locale, false)}>
        median of 30 days, a year
      </Tile>
      <Tile label="Fear and greed" figure={mood.value === null ? "unknown" : `${mood.value} of 100`}>
        {mood.label ?? "a part of it is not known"}, our own index
      </Tile>
    </>
  );
}

function Waiting(): ReactNode {
  return ["Capitalisation", "Rising and falling", "Volatility", "Fear and greed"].map((label) => (
    <Tile key={label} label={label} figure={"\u00a0"}>
      {"\u00a0"}
    </Tile>
  ));
}

function Tile({ label, figure, children }: { readonly label: string; readonly figure: string; readonly children: ReactNode }): ReactNode {
  return (
    <div className="stat">
      <dt>{label}</dt>
      <dd className="fig">{figure}</dd>
      <dd className="sub">{children}</dd>
    </div>
  );
}
