/** The year's gain, and how much of it was held long or short. */
import { sign } from "@cryptotracker/core/decimal";
import { count } from "@cryptotracker/core/money";
import type { Gains } from "@cryptotracker/core/types";
import type { ReactNode } from "react";

import { Explain, gainText, moneyText } from "../../ui/figures";
import { useView } from "../../ui/view";

interface GainTilesProps {
  readonly gains: Gains;
  readonly year: number | "all";
  /** Whether the portfolio's own method is shown; only its figures can be explained. */
  readonly own: boolean;
}

export function GainTiles({ gains, year, own }: GainTilesProps): ReactNode {
  const view = useView();
  const { totals } = gains;
  const says = gainText({ value: totals.gain, low: totals.gain_low, high: totals.gain_high }, view);
  const disposals = gains.disposal_count ?? gains.disposals.length;
  const terms = [
    ["Held long", totals.long_term_gain],
    ["Held short", totals.short_term_gain],
    ["Exempt", totals.exempt_gain],
  ] as const;
  const told = terms.filter(([, value]) => value !== null && sign(value) !== 0);
  const others = told.length > 0 ? told : ([["Proceeds", totals.proceeds], ["Cost", totals.cost_basis]] as const);
  return (
    <dl className="card strip gain-tiles" aria-label="Totals">
      <div className="stat">
        <dt>Realised</dt>
        <dd className="fig" data-testid="gain-total">
          {own ? (
            <Explain figure={year === "all" ? "gain" : `gain:${year}`} label="Realised gain" says={says}>
              {says}
            </Explain>
          ) : (
            says
          )}
        </dd>
        <dd className="sub">{disposals === 1 ? "1 disposal" : `${count(disposals, view.style.locale)} disposals`}</dd>
      </div>
      {others.map(([name, value]) => (
        <div className="stat" key={name}>
          <dt>{name}</dt>
          <dd className="fig">{told.length > 0 ? gainText({ value }, view) : moneyText(value, view)}</dd>
          <dd className="sub">{value === null ? "Part of the cost is unknown" : ""}</dd>
        </div>
      ))}
      {totals.income !== null && sign(totals.income) !== 0 ? (
        <div className="stat">
          <dt>Income</dt>
          <dd className="fig">{gainText({ value: totals.income }, view)}</dd>
          <dd className="sub">Beside the gains, not in them</dd>
        </div>
      ) : null}
    </dl>
  );
}
