/** What is held, as a table that sorts; on a phone as a list. */
import { sum } from "@cryptotracker/core/decimal";
import { useAssetNames } from "@cryptotracker/core/queries";
import type { Holdings } from "@cryptotracker/core/types";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { Gain, Money, Percent } from "../../ui/figures";
import { Icon } from "../../ui/icon";
import { usePreferences } from "../../ui/preferences";
import { Segment } from "../../ui/segment";
import { usePhone } from "../../ui/use-media";
import { HoldingItem, HoldingRow } from "./holding-row";
import { colourOf, known, type Row, sorted } from "./ledger";
import type { Sort } from "./search";

const route = getRouteApi("/p/$portfolio/");
const COLUMNS = [
  ["asset", "Asset", ""],
  ["quantity", "Quantity", "n q"],
  ["price", "Price", "n"],
  ["value", "Value", "n"],
  [null, "Share", "n"],
  ["cost", "Cost", "n"],
  ["gain", "Unrealised", "n"],
] as const;

interface HoldingsCardProps {
  readonly rows: readonly Row[];
  readonly totals: Holdings["totals"];
}

export function HoldingsCard({ rows, totals }: HoldingsCardProps): ReactNode {
  const phone = usePhone();
  const { density, setDensity } = usePreferences();
  const { sort = "value", order = "down" } = route.useSearch();
  const names = useAssetNames(rows.map((row) => row.holding.asset));
  const ordered = sorted(rows, sort, order);
  return (
    <section className="card" aria-labelledby="holdings">
      <div className="card-head">
        <h2 id="holdings">Holdings</h2>
        {phone ? null : <Segment label="Row density" value={density} options={[["comfortable", "Comfortable"], ["compact", "Compact"]]} onChange={setDensity} />}
      </div>
      <Allocation rows={ordered} />
      {phone ? (
        <ul className="list holdings-list">
          {ordered.map((row) => (
            <HoldingItem key={row.holding.asset} row={row} name={names.get(row.holding.asset)} />
          ))}
          <li className="total">
            <span>Total</span>
            <span className="tt">
              <Money value={sum(known(rows.map((row) => row.value)))} />
            </span>
          </li>
        </ul>
      ) : (
        <div className="scroll-x" tabIndex={0} role="region" aria-label="Holdings, table">
          <table className="table holdings-table" aria-labelledby="holdings">
            <Head sort={sort} order={order} />
            <tbody>
              {ordered.map((row) => (
                <HoldingRow key={row.holding.asset} row={row} name={names.get(row.holding.asset)} />
              ))}
            </tbody>
            <Foot rows={rows} totals={totals} />
          </table>
        </div>
      )}
    </section>
  );
}

function Head({ sort, order }: { readonly sort: Sort; readonly order: "up" | "down" }): ReactNode {
  const navigate = route.useNavigate();
  const choose = (next: Sort) => {
    const turned = next === sort && order === "down" ? "up" : "down";
    void navigate({ search: (old) => ({ ...old, sort: next, order: turned }), replace: true, resetScroll: false });
  };
  return (
    <thead>
      <tr>
        {COLUMNS.map(([key, label, look]) => (
          <th key={label} scope="col" className={look} aria-sort={key === sort ? (order === "up" ? "ascending" : "descending") : undefined}>
            {key === null ? (
              label
            ) : (
              <button type="button" onClick={() => choose(key)}>
                {label}
                {key === sort ? <Icon name={order} small /> : null}
              </button>
            )}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Foot({ rows, totals }: HoldingsCardProps): ReactNode {
  const part = <Part />;
  return (
    <tfoot>
      <tr>
        <td>Total</td>
        <td />
        <td />
        <td className="n">
          <span className="tt" data-testid="holdings-total">
            <Money value={sum(known(rows.map((row) => row.value)))} />
          </span>
          {totals.value === null ? part : null}
        </td>
        <td className="n">
          <span className="share">
            <Percent value="1" signed={false} />
            <span className="swatch" />
          </span>
        </td>
        <td className="n">
          <span className="tt">
            <Money value={sum(known(rows.map((row) => row.cost)))} />
          </span>
          {totals.cost_basis === null ? part : null}
        </td>
        <td className="n">
          <span className="tt">
            <Gain value={sum(known(rows.map((row) => row.gain)))} arrow={false} />
          </span>
          {totals.unrealised_gain === null ? part : null}
        </td>
      </tr>
    </tfoot>
  );
}

function Part(): ReactNode {
  return <span className="sub">of what is known</span>;
}

function Allocation({ rows }: { readonly rows: readonly Row[] }): ReactNode {
  const shown = rows.filter((row) => row.share !== null);
  return (
    <div className="alloc" role="img" aria-label="Allocation, in the order of the table">
      {shown.map((row) => (
        <span key={row.holding.asset} style={{ flexGrow: row.share ?? "0", flexBasis: 0, background: colourOf(row) }} />
      ))}
    </div>
  );
}
