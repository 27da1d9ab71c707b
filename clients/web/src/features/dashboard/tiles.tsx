/** Four figures beside the total: cost, unrealised, realised this year, things to fix. */
import { sum } from "@cryptotracker/core/decimal";
import { yearOf } from "@cryptotracker/core/dates";
import { count, percent, ratio } from "@cryptotracker/core/money";
import { useGainTotals, useIssues } from "@cryptotracker/core/queries";
import type { Holdings } from "@cryptotracker/core/types";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { Explain, gainText, Money, moneyText } from "../../ui/figures";
import { useView } from "../../ui/view";
import { known, type Row } from "./ledger";

interface TilesProps {
  readonly holdings: Holdings;
  readonly rows: readonly Row[];
}

export function Tiles({ holdings, rows }: TilesProps): ReactNode {
  const { portfolio } = useView();
  const issues = useIssues(portfolio);
  const found = issues.data?.items.length;
  return (
    <dl className="card strip even" aria-label="Key figures">
      <CostTile holdings={holdings} rows={rows} />
      <UnrealisedTile holdings={holdings} rows={rows} />
      <RealisedTile />
      <div className="stat">
        <dt>Things to fix</dt>
        <dd className="fig">{found === undefined ? "…" : found === 0 ? "None" : <a href="#issues">{found}</a>}</dd>
        <dd className="sub">{found === 0 ? "All figures are settled" : "They may change a figure"}</dd>
      </div>
    </dl>
  );
}

function CostTile({ holdings, rows }: TilesProps): ReactNode {
  const view = useView();
  const uncosted = rows.filter((row) => row.cost === null).map((row) => row.holding.asset);
  const value = uncosted.length < rows.length ? sum(known(rows.map((row) => row.cost))) : null;
  const partly = holdings.totals.cost_basis === null && value !== null;
  const says = `${partly ? "at least " : ""}${moneyText(value, view)}`;
  return (
    <div className="stat">
      <dt>Cost basis</dt>
      <dd className="fig">
        <Explain figure="cost_basis" label="Cost basis" says={says}>
          {partly ? <span className="faint small">at least </span> : null}
          <Money value={value} />
        </Explain>
      </dd>
      <dd className="sub">{uncosted.length === 0 ? "Of what you hold, with fees" : `${uncosted.join(", ")}: cost unknown`}</dd>
    </div>
  );
}

function UnrealisedTile({ holdings, rows }: TilesProps): ReactNode {
  const view = useView();
  const { totals } = holdings;
  const open = rows.filter((row) => row.gain === null).map((row) => row.holding.asset);
  const settled = open.length < rows.length;
  const value = settled ? sum(known(rows.map((row) => row.gain))) : null;
  const share = totals.unrealised_gain === null || totals.cost_basis === null ? null : ratio(totals.unrealised_gain, totals.cost_basis);
  const sub = open.length > 0 ? `Without ${open.join(", ")}: ${settled ? "not all is known" : "nothing is known"}` : share === null ? "" : `${percent(share, view.style.locale)} on cost`;
  return (
    <div className="stat">
      <dt>Unrealised gain</dt>
      <dd className="fig">
        <Explain figure="unrealised" label="Unrealised gain" says={gainText({ value }, view)}>
          {gainText({ value }, view)}
        </Explain>
      </dd>
      <dd className="sub">{sub}</dd>
    </div>
  );
}

function RealisedTile(): ReactNode {
  const view = useView();
  const year = yearOf(new Date().toISOString(), view.timeZone);
  const gains = useGainTotals(view.portfolio, year);
  const totals = gains.data?.totals;
  const props = { value: totals?.gain ?? null, low: totals?.gain_low, high: totals?.gain_high };
  const disposals = gains.data?.disposal_count ?? gains.data?.disposals.length ?? 0;
  return (
    <div className="stat">
      <dt>Realised in {year}</dt>
      <dd className="fig">
        {totals === undefined ? (
          "…"
        ) : (
          <Explain figure={`gain:${year}`} label={`Realised in ${year}`} says={gainText(props, view)}>
            {gainText(props, view)}
          </Explain>
        )}
      </dd>
      <dd className="sub">
        <Link to="/p/$portfolio/gains" params={{ portfolio: view.portfolio }}>
          {disposals === 1 ? "1 disposal" : `${count(disposals, view.style.locale)} disposals`}
        </Link>
        {gains.data === undefined ? "" : `, ${gains.data.method.toUpperCase()}`}
      </dd>
    </div>
  );
}
