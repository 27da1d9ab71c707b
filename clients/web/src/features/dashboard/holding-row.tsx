/** One asset that is held. */
import { sign } from "@cryptotracker/core/decimal";
import { isFiat } from "@cryptotracker/core/fiat";
import { percent, ratio } from "@cryptotracker/core/money";
import type { AssetHolding } from "@cryptotracker/core/types";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { Coin } from "../../ui/coin";
import { Direction, Explain, Gain, Money, moneyText, Percent, Price, Quantity } from "../../ui/figures";
import { useView } from "../../ui/view";
import { WhencePrice } from "../../ui/whence";
import { colourOf, type Row } from "./ledger";

interface HoldingProps {
  readonly row: Row;
  readonly name: string | undefined;
}

const STALE_MS = 15 * 60_000;
const MINUTE = 60_000;

export function HoldingRow({ row, name }: HoldingProps): ReactNode {
  const { holding, share } = row;
  return (
    <tr>
      <th scope="row">
        <span className="asset">
          <Coin symbol={holding.asset} />
          <span>
            <span className="strong">
              <AssetLink asset={holding.asset} name={name} />
            </span>
            <span className="sub">{name === undefined ? "Not in the catalogue" : holding.asset}</span>
          </span>
        </span>
      </th>
      <td className="n">
        <Quantity value={holding.quantity} asset={holding.asset} aligned />
      </td>
      <td className="n">
        {isFiat(holding.asset) ? <Price value={holding.price} /> : <WhencePrice asset={holding.asset} value={holding.price} />}
        <Age holding={holding} />
      </td>
      <td className="n strong">
        <Value row={row} />
      </td>
      <td className="n">
        {share === null ? (
          <span className="faint">not counted</span>
        ) : (
          <span className="share">
            <Percent value={share} signed={false} />
            <span className="swatch" style={{ background: colourOf(row) }} />
          </span>
        )}
      </td>
      <td className="n">
        <Money value={row.cost} />
        {holding.basis === "estimated" ? <span className="sub">estimated</span> : null}
      </td>
      <td className="n">
        <Unrealised row={row} />
      </td>
    </tr>
  );
}

export function HoldingItem({ row, name }: HoldingProps): ReactNode {
  const { holding } = row;
  const share = gainShare(holding);
  return (
    <li>
      <Coin symbol={holding.asset} />
      <span>
        <span className="strong">
          <AssetLink asset={holding.asset} name={name} />
        </span>
        <span className="sub">
          <Quantity value={holding.quantity} asset={holding.asset} most={4} /> {holding.asset}
        </span>
      </span>
      <span className="r">
        <span className="strong">
          <Value row={row} />
        </span>
        <span className="sub">{share === null || holding.unrealised_gain === null ? "cost unknown" : <Change holding={holding} share={share} />}</span>
      </span>
    </li>
  );
}

/** Leads to what is known of the asset; money has no such page. */
function AssetLink({ asset, name }: { readonly asset: string; readonly name: string | undefined }): ReactNode {
  if (isFiat(asset)) return name ?? asset;
  return (
    <Link className="quiet-link" to="/market/$asset" params={{ asset }}>
      {name ?? asset}
    </Link>
  );
}

function Value({ row }: { readonly row: Row }): ReactNode {
  const view = useView();
  const { asset } = row.holding;
  const says = moneyText(row.value, view);
  return (
    <Explain figure={`holding:${asset}`} label={`Value of ${asset}`} says={says}>
      {says}
    </Explain>
  );
}

function Unrealised({ row }: { readonly row: Row }): ReactNode {
  const view = useView();
  const { holding } = row;
  const share = gainShare(holding);
  if (row.gain === null) {
    return (
      <>
        <span className="range">unknown</span>
        <button type="button" className="link sub" onClick={() => view.explain(`holding:${holding.asset}`)}>
          {holding.value === null ? "it has no price" : "some of it has no cost"}
        </button>
      </>
    );
  }
  return (
    <>
      <Gain value={row.gain} />
      {share === null ? null : <span className="sub">{percent(share, view.style.locale)}</span>}
    </>
  );
}

function Change({ holding, share }: { readonly holding: AssetHolding; readonly share: string }): ReactNode {
  const { style } = useView();
  return <Direction sign={sign(holding.unrealised_gain ?? "0")}>{percent(share, style.locale)}</Direction>;
}

function Age({ holding }: { readonly holding: AssetHolding }): ReactNode {
  if (holding.price_time === null) return null;
  const age = Date.now() - new Date(holding.price_time).getTime();
  if (age < STALE_MS) return null;
  const minutes = Math.round(age / MINUTE);
  return <span className="sub warn">{minutes < 120 ? `${minutes} min old` : minutes < 2880 ? `${Math.round(minutes / 60)} h old` : `${Math.round(minutes / 1440)} days old`}</span>;
}

function gainShare({ unrealised_gain, cost_basis }: AssetHolding): string | null {
  return unrealised_gain === null || cost_basis === null ? null : ratio(unrealised_gain, cost_basis);
}
