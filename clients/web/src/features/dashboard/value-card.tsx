/** The total value, how it changed since yesterday, and its way there against the cost. */
import { type Decimal, sign, subtract } from "@cryptotracker/core/decimal";
import { percent, ratio } from "@cryptotracker/core/money";
import { useNetWorth } from "@cryptotracker/core/queries";
import type { NetWorth, NetWorthPoint } from "@cryptotracker/core/net-worth";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useState } from "react";

import { Direction, Explain, gainText, Hero, moneyText } from "../../ui/figures";
import { Icon } from "../../ui/icon";
import { Segment } from "../../ui/segment";
import { ErrorNote } from "../../ui/states";
import { useView } from "../../ui/view";
import { ChartTable } from "./chart-table";
import type { Statement } from "./ledger";
import type { Range } from "./search";

const ValueChart = lazy(() => import("./value-chart"));
const route = getRouteApi("/p/$portfolio/");
const RANGE_LABELS = [["1m", "1M"], ["3m", "3M"], ["1y", "1Y"], ["all", "All"]] as const;
const RANGE_WORDS = { "1m": "one month", "3m": "three months", "1y": "one year", "all": "since the beginning" } as const;

export function ValueCard({ statement }: { readonly statement: Statement }): ReactNode {
  const view = useView();
  const { range = "1y" } = route.useSearch();
  const navigate = route.useNavigate();
  const worth = useNetWorth(view.portfolio, startOf(range));
  const [asTable, setAsTable] = useState(false);
  const partial = statement.unpriced.length > 0;
  const says = `${partial ? "at least " : ""}${moneyText(statement.total, view)}`;
  const label = `Value against cost, ${RANGE_WORDS[range]}`;
  return (
    <section className="card bare value-card" aria-labelledby="total-value">
      <div className="pad">
        <div className="value-head">
          <div>
            <h2 id="total-value">Total value</h2>
            <p className="hero-figure">
              {partial ? <span className="lead muted">at least </span> : null}
              <Explain figure="value" label="Total value" says={says}>
                <Hero value={statement.total} />
              </Explain>
            </p>
            <p className="row wrap change">{worth.data === undefined ? "\u00a0" : <Change worth={worth.data} />}</p>
          </div>
          <Segment label="Range" value={range} options={RANGE_LABELS} onChange={(next) => void navigate({ search: (old) => ({ ...old, range: next }), replace: true, resetScroll: false })} />
        </div>
        <div className="row between legend-line">
          <p className="legend">
            <span>
              <i />
              Value
            </span>
            <span>
              <i className="inv" />
              <b>
                Cost<em className="wide-only"> of what you hold</em>
              </b>
            </span>
          </p>
          <button type="button" className="btn quiet small" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            <Icon name={asTable ? "chart" : "table"} small />
            {asTable ? "Show as chart" : "Show as table"}
          </button>
        </div>
      </div>
      <div className="chart-room">
        {worth.isError ? (
          <ErrorNote what="The chart could not be loaded" error={worth.error} onRetry={() => void worth.refetch()} />
        ) : worth.data === undefined ? null : asTable ? (
          <ChartTable worth={worth.data} label={label} />
        ) : (
          <Suspense fallback={null}>
            <ValueChart worth={worth.data} label={label} />
          </Suspense>
        )}
      </div>
    </section>
  );
}

/** The day's change in value, with what was put in named apart: a deposit is not a gain. */
function Change({ worth }: { readonly worth: NetWorth }): ReactNode {
  const view = useView();
  const [before, now] = worth.points.slice(-2);
  if (before?.value == null || now?.value == null) return <span className="faint">No price for yesterday, so no change can be told.</span>;
  const change = subtract(now.value, before.value);
  const share = ratio(change, before.value);
  return (
    <>
      <Direction sign={sign(change)}>
        {gainText({ value: change }, view)}
        {share === null ? "" : ` (${percent(share, view.style.locale)})`}
      </Direction>
      <span className="faint">since yesterday, {flowWords(now, (value) => moneyText(value, view))}</span>
    </>
  );
}

/** What came in and went out is no gain and no loss, so it is named beside the change. */
function flowWords({ flow_in: into, flow_out: out }: NetWorthPoint, write: (value: Decimal) => string): string {
  if (into === null || out === null) return "and what came in or went out is not all priced";
  const parts = [sign(into) === 0 ? [] : [`${write(into)} came in`], sign(out) === 0 ? [] : [`${write(out)} went out`]].flat();
  return parts.length === 0 ? "nothing came in or went out" : parts.join(" and ");
}

function startOf(range: Range): string | undefined {
  if (range === "all") return undefined;
  const from = new Date();
  if (range === "1m") from.setUTCMonth(from.getUTCMonth() - 1);
  else if (range === "3m") from.setUTCMonth(from.getUTCMonth() - 3);
  else from.setUTCFullYear(from.getUTCFullYear() - 1);
  return from.toISOString().slice(0, 10);
}
