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
import { known } from "./ledger";

export function Tiles({ holdings }: { readonly holdings: Holdings }): ReactNode {
  const { portfolio } = useView();
  const issues = useIssues(portfolio);
  const found = issues.data?.items.length;
  return (
    <dl className="card strip even" aria-label="Key figures">
      <CostTile holdings={holdings} />
      <UnrealisedTile holdings={holdings} />
      <RealisedTile />
      <div className="stat">
        <dt>Things to fix</dt>
        <dd className="fig">{found === undefined ? "…" : found === 0 ? "None" : <a href="#issues">{found}</a>}</dd>
        <dd className="sub">{found === 0 ? "All figures are settled" : "They may change a figure"}</dd>
      </div>
    </dl>
  );
}

function CostTile({ holdings }: { readonly holdings: Holdings }): ReactNode {
  const view = useView();
  const { totals, assets } = holdings;
  const uncosted = assets.filter((asset) => asset.cost_basis === null).map((asset) => asset.asset);
  const part = sum(known(assets.map((asset) => asset.cost_basis)));
  const value = totals.cost_basis ?? (uncosted.length < assets.length ? part : null);
  const says = `${totals.cost_basis === null && value !== null ? "at least " : ""}${moneyText(value, view)}`;
  return (
    <div className="stat">
      <dt>Cost basis</dt>
      <dd className="fig">
        <Explain figure="cost_basis" label="Cost basis" says={says}>
          {totals.cost_basis === null && value !== null ? <span className="faint small">at least </span> : null}
          <Money value={value} />
        </Explain>
      </dd>
      <dd className="sub">{uncosted.length === 0 ? "Of what you hold, with fees" : `${uncosted.join(", ")}: cost unknown`}</dd>
    </div>
  );
}

function UnrealisedTile({ holdings }: { readonly holdings: Holdings }): ReactNode {
  const view = useView();
  const { totals, assets } = holdings;
  const open = assets.filter((asset) => asset.unrealised_gain === null).map((asset) => asset.asset);
  const part = sum(known(assets.map((asset) => asset.unrealised_gain)));
  const settled = open.length < assets.length;
  const value = totals.unrealised_gain ?? (settled ? part : null);
  const share = totals.unrealised_gain === null || totals.cost_basis === null ? null : ratio(totals.unrealised_gain, totals.cost_basis);
  const sub = open.length > 0 ? `Without ${open.join(", ")}: ${settled ? "not all is known" : "nothing is known"}` : share === null ? "" : `${percent(share, view.style.locale)} on cost`;
  return (
    <div className="stat">
      <dt>Unrealised gain</dt>
      <dd className="fig">
        {gainText({ value }, view)}
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
