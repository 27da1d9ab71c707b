/** A portfolio of somebody else's: what they chose to show, and nothing in place of the rest. */
import { day } from "@cryptotracker/core/dates";
import { type Decimal, divide } from "@cryptotracker/core/decimal";
import { useSharedPortfolio } from "@cryptotracker/core/share-queries";
import type { Reading, SharedHoldings, SharedPosition } from "@cryptotracker/core/shares";
import { type ReactNode, useMemo } from "react";

import { Gain, Money, Percent, Quantity } from "../../ui/figures";
import { usePageTitle } from "../../ui/page-title";
import { usePreferences } from "../../ui/preferences";
import { Empty, ErrorNote, Skeleton } from "../../ui/states";
import { type View, ViewContext } from "../../ui/view";
import { ZONE } from "../settings/zone";
import "./shares.css";

export function SharedPortfolio({ reading }: { readonly reading: Reading }): ReactNode {
  const found = useSharedPortfolio(reading);
  const name = found.data?.view.portfolio?.name ?? "A shared portfolio";
  usePageTitle(name);
  if (found.isPending) return <Skeleton rows={8} label="Loading the portfolio" />;
  if (found.data === undefined) return <ErrorNote what="This could not be loaded" error={found.error} onRetry={() => void found.refetch()} />;
  const { view, holdings } = found.data;
  return (
    <Figures holdings={holdings}>
      <div className="head">
        <div>
          <h1>{name}</h1>
          <p>{`Shared${view.shared_by === undefined ? "" : ` by ${view.shared_by}`}, until ${day(view.expires_at, ZONE)}.${holdings.price_source?.simulated === true ? " Prices are simulated." : ""}`}</p>
        </div>
      </div>
      {holdings.totals === undefined ? null : <Totals totals={holdings.totals} />}
      <Assets assets={holdings.assets ?? []} />
    </Figures>
  );
}

function Figures({ holdings, children }: { readonly holdings: SharedHoldings; readonly children: ReactNode }): ReactNode {
  const { hidden, locale } = usePreferences();
  // Where only percentages are shown there is no currency, and no amount that would need one.
  const currency = holdings.currency ?? "USD";
  const view = useMemo<View>(() => ({ portfolio: "", style: { locale, currency }, timeZone: ZONE, hidden, explained: null, explain: () => undefined }), [locale, currency, hidden]);
  return <ViewContext value={view}>{children}</ViewContext>;
}

function Totals({ totals }: { readonly totals: NonNullable<SharedHoldings["totals"]> }): ReactNode {
  return (
    <dl className="card shared-totals">
      {totals.value === undefined ? null : <Figure label="Value"><Money value={totals.value} /></Figure>}
      {totals.cost_basis === undefined ? null : <Figure label="Cost"><Money value={totals.cost_basis} /></Figure>}
      {totals.unrealised_gain === undefined ? null : <Figure label="Unrealised gain"><Gain value={totals.unrealised_gain} /></Figure>}
    </dl>
  );
}

function Figure({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const COLUMNS: readonly (readonly [keyof SharedPosition, string, (position: SharedPosition) => ReactNode])[] = [
  ["percentage", "Share", ({ percentage }) => <Part percentage={percentage ?? null} />],
  ["quantity", "Quantity", ({ quantity, asset }) => (quantity == null ? "unknown" : <Quantity value={quantity} asset={asset} />)],
  ["value", "Value", ({ value }) => <Money value={value ?? null} />],
  ["cost_basis", "Cost", ({ cost_basis: cost }) => <Money value={cost ?? null} />],
  ["unrealised_gain", "Unrealised", ({ unrealised_gain: gain }) => <Gain value={gain ?? null} />],
];

function Part({ percentage }: { readonly percentage: Decimal | null }): ReactNode {
  const ratio = percentage === null ? null : divide(percentage, "100", 4);
  return ratio === null ? "unknown" : <Percent value={ratio} signed={false} />;
}

function Assets({ assets }: { readonly assets: readonly SharedPosition[] }): ReactNode {
  const columns = COLUMNS.filter(([field]) => assets.some((position) => field in position));
  return (
    <section className="card" aria-labelledby="assets">
      <div className="card-head">
        <h2 id="assets">Holdings</h2>
      </div>
      {assets.length === 0 ? (
        <Empty>There is nothing in it.</Empty>
      ) : (
        <div className="scroll-x" tabIndex={0} role="region" aria-label="Holdings, table">
          <table className="table" aria-labelledby="assets">
            <thead>
              <tr>
                <th scope="col">Asset</th>
                {columns.map(([field, label]) => <th key={field} scope="col" className="n">{label}</th>)}
              </tr>
            </thead>
            <tbody>
              {assets.map((position) => (
                <tr key={position.asset}>
                  <th scope="row">{position.asset}</th>
                  {columns.map(([field, , show]) => <td key={field} className="n">{show(position)}</td>)}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
