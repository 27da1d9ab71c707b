/** The chart's points as a table, for those who read figures rather than lines. */
import { add, type Decimal, subtract } from "@cryptotracker/core/decimal";
import { day } from "@cryptotracker/core/dates";
import type { NetWorth, NetWorthPoint } from "@cryptotracker/core/net-worth";
import type { ReactNode } from "react";

import { Gain, Money } from "../../ui/figures";
import { doubtWords } from "./doubt";

const MOST = 100;

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
            <th scope="col" className="n">Came in</th>
            <th scope="col" className="n">Went out</th>
          </tr>
        </thead>
        <tbody>
          {thinned(worth.points).map(({ date, value, cost_basis, flow_in, flow_out, doubt }) => (
            <tr key={date}>
              <td className="nowrap">{day(date, "UTC")}</td>
              <td className="n">
                <Money value={value} />
                {doubt === null ? null : <span className="doubt">{doubt}</span>}
              </td>
              <td className="n">
                <Money value={cost_basis} />
              </td>
              <td className="n">
                <Gain value={value === null || cost_basis === null ? null : subtract(value, cost_basis)} />
              </td>
              <td className="n">
                <Money value={flow_in} />
              </td>
              <td className="n">
                <Money value={flow_out} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type Row = NetWorthPoint & { readonly doubt: string | null };

/** Newest first: every day of a short range, else each month by its last day, with all that came in and went out in it. */
function thinned(points: readonly NetWorthPoint[]): Row[] {
  const by = points.length <= MOST ? 10 : 7;
  const rows: Row[] = [];
  for (const point of points) {
    const last = rows.at(-1);
    const row = { ...point, doubt: doubtWords(point) };
    if (last?.date.slice(0, by) !== point.date.slice(0, by)) rows.push(row);
    else rows[rows.length - 1] = { ...row, flow_in: together(last.flow_in, point.flow_in), flow_out: together(last.flow_out, point.flow_out) };
  }
  return rows.reverse();
}

function together(one: Decimal | null, other: Decimal | null): Decimal | null {
  return one === null || other === null ? null : add(one, other);
}
