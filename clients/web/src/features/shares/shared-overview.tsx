/** What is in a shared portfolio and what it was worth, as far as the share shows that. */
import { compare, type Decimal, divide } from "@cryptotracker/core/decimal";
import { useSharedNetWorth } from "@cryptotracker/core/share-queries";
import type { Reading, SharedHoldings, SharedPosition } from "@cryptotracker/core/shares";
import { lazy, type ReactNode, Suspense, useState } from "react";

import { Gain, Money, Percent, Quantity } from "../../ui/figures";
import { Icon } from "../../ui/icon";
import { Empty, ErrorNote } from "../../ui/states";
import { useTalk } from "../../ui/talk";
import { ofAsset } from "../comments/abouts";
import { CommentButton } from "../comments/comment-button";
import { ChartTable } from "../dashboard/chart-table";
import "../dashboard/dashboard.css";

const ValueChart = lazy(() => import("../dashboard/value-chart"));
const CHART = "Value against cost, since the beginning";

interface OverviewProps {
  readonly reading: Reading;
  readonly holdings: SharedHoldings;
  readonly charted: boolean;
}

export function SharedOverview({ reading, holdings, charted }: OverviewProps): ReactNode {
  return (
    <>
      {holdings.totals === undefined ? null : <Totals totals={holdings.totals} />}
      {charted ? <Chart reading={reading} /> : null}
      <Assets assets={[...(holdings.assets ?? [])].sort(largestFirst)} />
    </>
  );
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

function Chart({ reading }: { readonly reading: Reading }): ReactNode {
  const worth = useSharedNetWorth(reading);
  const [asTable, setAsTable] = useState(false);
  if (worth.data?.points.length === 0) return null;
  return (
    <section className="card" aria-labelledby="shared-chart">
      <div className="card-head">
        <h2 id="shared-chart">Value against cost</h2>
        <button type="button" className="btn quiet small" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          <Icon name={asTable ? "chart" : "table"} small />
          {asTable ? "Show as chart" : "Show as table"}
        </button>
      </div>
      <div className="chart-room">
        {worth.isError ? (
          <ErrorNote what="The chart could not be loaded" error={worth.error} onRetry={() => void worth.refetch()} />
        ) : worth.data === undefined ? null : asTable ? (
          <ChartTable worth={worth.data} label={CHART} />
        ) : (
          <Suspense fallback={null}>
            <ValueChart worth={worth.data} label={CHART} />
          </Suspense>
        )}
      </div>
    </section>
  );
}

/** What is not known comes last. */
function largestFirst(one: SharedPosition, other: SharedPosition): number {
  const [size, than] = [one, other].map(({ value, percentage }) => value ?? percentage ?? null);
  if (size == null || than == null) return Number(size == null) - Number(than == null);
  return compare(than, size);
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
  const talk = useTalk();
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
                {talk === null ? null : <th scope="col" className="n"><span className="vh">Comments</span></th>}
              </tr>
            </thead>
            <tbody>
              {assets.map((position) => (
                <tr key={position.asset}>
                  <th scope="row">{position.asset}</th>
                  {columns.map(([field, , show]) => <td key={field} className="n">{show(position)}</td>)}
                  {talk === null ? null : <td className="n talk-cell"><CommentButton about={ofAsset(position.asset)} /></td>}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
