/** What one has of the asset: how much, at which cost, in which lots. */
import { day } from "@cryptotracker/core/dates";
import { compare } from "@cryptotracker/core/decimal";
import { HIDDEN, price } from "@cryptotracker/core/money";
import { useLots } from "@cryptotracker/core/queries";
import type { Lot } from "@cryptotracker/core/lots";
import type { AssetHolding } from "@cryptotracker/core/types";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";

import { Explain, gainText, Gain, Money, moneyText, Quantity } from "../../ui/figures";
import { ErrorNote } from "../../ui/states";
import { useView } from "../../ui/view";
import { averageCost } from "./chart-card";

const SHOWN = 5;

interface PositionProps {
  readonly asset: string;
  readonly holding: AssetHolding | undefined;
}

export function PositionCard({ asset, holding }: PositionProps): ReactNode {
  const view = useView();
  if (view.portfolio === "") return null;
  if (holding === undefined || compare(holding.quantity, "0") === 0) {
    return (
      <section className="card pad" aria-labelledby="mine">
        <h2 id="mine">Mine</h2>
        <p className="muted note">This portfolio holds no {asset} now.</p>
        <Past asset={asset} />
      </section>
    );
  }
  const cost = averageCost(holding);
  return (
    <section className="card pad" aria-labelledby="mine">
      <h2 id="mine">Mine</h2>
      <dl className="asset-facts">
        <div>
          <dt>Quantity</dt>
          <dd>
            <Quantity value={holding.quantity} asset={asset} />
          </dd>
        </div>
        <div>
          <dt>Average cost</dt>
          <dd>{cost === null ? (holding.basis === "known" ? "unknown" : "not wholly known") : view.hidden ? HIDDEN : price(cost, view.style)}</dd>
        </div>
      </dl>
      <table className="sum position-sum">
        <tbody>
          <Line name="Cost">
            <Money value={holding.cost_basis} />
          </Line>
          <Line name="Unrealised">
            {holding.unrealised_gain === null ? <span className="range">{gainText({ value: null }, view)}</span> : <Gain value={holding.unrealised_gain} />}
          </Line>
          <Line name="Value" total>
            <Explain figure={`holding:${asset}`} label={`Value of ${asset}`} says={moneyText(holding.value, view)}>
              <Money value={holding.value} />
            </Explain>
          </Line>
        </tbody>
      </table>
      <Lots asset={asset} />
      <Past asset={asset} />
    </section>
  );
}

function Line({ name, total = false, children }: { readonly name: string; readonly total?: boolean; readonly children: ReactNode }): ReactNode {
  return (
    <tr className={total ? "total" : undefined}>
      <th scope="row">{name}</th>
      <td>
        <span>{children}</span>
      </td>
    </tr>
  );
}

function Lots({ asset }: { readonly asset: string }): ReactNode {
  const { portfolio } = useView();
  const lots = useLots(portfolio, asset);
  const [all, setAll] = useState(false);
  if (lots.isError) return <ErrorNote what="The lots could not be loaded" error={lots.error} onRetry={() => void lots.refetch()} />;
  const items = lots.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <>
      <h3 className="open-lots-head">{items.length === 1 ? "One open lot" : `${items.length}${lots.data?.next_cursor == null ? "" : " and more"} open lots`}</h3>
      <ul className="open-lots">
        {(all ? items : items.slice(0, SHOWN)).map((lot, at) => (
          <LotItem key={`${lot.event ?? ""} ${at}`} lot={lot} />
        ))}
      </ul>
      {items.length > SHOWN ? (
        <button type="button" className="link small" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? "Show the first only" : `Show all ${items.length}`}
        </button>
      ) : null}
    </>
  );
}

function LotItem({ lot }: { readonly lot: Lot }): ReactNode {
  const { hidden, style, timeZone } = useView();
  return (
    <li>
      <span>
        <span className="nowrap">{lot.acquired === null ? "Unknown day" : day(lot.acquired, timeZone)}</span>
        <span className="sub">{lot.unit_cost === null ? "cost unknown" : hidden ? HIDDEN : `at ${price(lot.unit_cost, style)}`}{lot.account === null ? "" : `, ${lot.account}`}</span>
      </span>
      <span className="r">
        <Quantity value={lot.quantity} asset={lot.asset} />
        <span className="sub">
          <Money value={lot.cost_basis} />
        </span>
      </span>
    </li>
  );
}

function Past({ asset }: { readonly asset: string }): ReactNode {
  const { portfolio } = useView();
  return (
    <p className="row wrap small dealings">
      <Link to="/p/$portfolio/transactions" params={{ portfolio }} search={{ asset }}>
        Transactions of {asset}
      </Link>
      <Link to="/p/$portfolio/gains" params={{ portfolio }} search={{ year: "all" }}>
        How gains are explained
      </Link>
    </p>
  );
}
