/** The chart's points as a table, for those who read figures rather than lines. */
import { subtract } from "@cryptotracker/core/decimal";
import { day } from "@cryptotracker/core/dates";
import type { NetWorth } from "@cryptotracker/core/types";
import type { ReactNode } from "react";

import { Gain, Money } from "../../ui/figures";

const MOST = 62;

export function ChartTable({ worth, label }: { readonly worth: NetWorth; readonly label: string }): ReactNode {
  return (
    <div className="chart-table" tabIndex={0} role="region" aria-label={label}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Date</th>
            <th scope="col" className="n">Value</th>
            <th scope="col" className="n">Cost</th>
            <th scope="col" className="n">Difference</th>
          </tr>
        </thead>
        <tbody>
          {thinned(worth.points).map(({ date, value, cost_basis }) => (
            <tr key={date}>
              <td className="nowrap">{day(date, "UTC")}</td>
              <td className="n">
                <Money value={value} />
              </td>
              <td className="n">
                <Money value={cost_basis} />
              </td>
              <td className="n">
                <Gain value={value === null || cost_basis === null ? null : subtract(value, cost_basis)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Newest first: every day of a short range, else the last day of each month. */
function thinned(points: NetWorth["points"]): NetWorth["points"] {
  const kept = points.length <= MOST ? points : points.filter(({ date }, index) => points[index + 1]?.date.slice(0, 7) !== date.slice(0, 7));
  return [...kept].reverse();
}
