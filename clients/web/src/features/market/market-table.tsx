/** The market's assets as a table, on a phone as a list; prices follow the server. */
import type { Figure, FigureName, MarketRow, Order } from "@cryptotracker/core/market";
import { useQuotes } from "@cryptotracker/core/market-queries";
import { money } from "@cryptotracker/core/money";
import { Link } from "@tanstack/react-router";
import type { KeyboardEvent, ReactNode } from "react";

import { span } from "../../ui/ago";
import { Coin } from "../../ui/coin";
import { ShareChange } from "../../ui/figures";
import { Icon } from "../../ui/icon";
import { Sparkline } from "../../ui/sparkline";
import { usePhone } from "../../ui/use-media";
import { useView } from "../../ui/view";
import { WhencePrice } from "../../ui/whence";
import { useNames } from "./names";
import { missingWords } from "./rows";
import { Star } from "./star";

interface MarketTableProps {
  readonly rows: readonly MarketRow[];
  readonly sort: Order;
  readonly descending: boolean;
  /** Null where only a part is known, and no order of it would be true. */
  readonly onSort: ((order: Order) => void) | null;
}

type Now = { readonly price: string; readonly time: string } | null;

const COLUMNS = [
  ["rank", "Asset", ""],
  [null, "Price", "n"],
  ["change_1h", "1 hour", "n"],
  ["change_24h", "24 hours", "n"],
  ["change_7d", "7 days", "n"],
  ["change_30d", "30 days", "n"],
  ["capitalisation", "Capitalisation", "n"],
] as const satisfies readonly (readonly [Order | null, string, string])[];
const CHANGES = ["change_1h", "change_24h", "change_7d", "change_30d"] as const satisfies readonly FigureName[];
const STALE_SECONDS = 900;

export function MarketTable({ rows, sort, descending, onSort }: MarketTableProps): ReactNode {
  const { style } = useView();
  const phone = usePhone();
  const quotes = useQuotes(rows.map((row) => row.asset.id), style.currency);
  const names = useNames(rows.map((row) => row.asset));
  const live = new Map((quotes.data?.items ?? []).map((quote) => [quote.asset, quote]));
  const now = (row: MarketRow): Now => live.get(row.asset.id) ?? row.quote;
  if (phone) {
    return (
      <ul className="list market-list">
        {rows.map((row) => (
          <Item key={row.asset.id} row={row} name={names(row.asset)} now={now(row)} />
        ))}
      </ul>
    );
  }
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label="Market, table">
      <table className="table market-table" aria-label="Market">
        <thead>
          <tr>
            <th scope="col">
              <span className="vh">Star</span>
            </th>
            {COLUMNS.map(([key, label, look]) => (
              <th key={label} scope="col" className={look} aria-sort={key === sort && key !== "rank" ? (descending ? "descending" : "ascending") : undefined}>
                {key === null || onSort === null ? label : (
                  <button type="button" onClick={() => onSort(key)}>
                    {label}
                    {key === sort && key !== "rank" ? <Icon name={descending ? "down" : "up"} small /> : null}
                  </button>
                )}
              </th>
            ))}
            <th scope="col" className="n">
              Last 30 days
            </th>
          </tr>
        </thead>
        <tbody onKeyDown={walk}>
          {rows.map((row) => (
            <Row key={row.asset.id} row={row} name={names(row.asset)} now={now(row)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly row: MarketRow;
  /** In addresses and on the wire. */
  readonly name: string;
  readonly now: Now;
}

function Row({ row, name, now }: RowProps): ReactNode {
  const { style } = useView();
  const { asset, figures, series } = row;
  return (
    <tr>
      <td className="star-cell">
        <Star asset={asset} />
      </td>
      <th scope="row">
        <span className="asset">
          <Coin symbol={asset.symbol} />
          <span>
            <Link className="quiet-link strong" to="/market/$asset" params={{ asset: name }}>
              {asset.name}
            </Link>
            <span className="sub">{asset.symbol}</span>
          </span>
        </span>
      </th>
      <td className="n">
        <WhencePrice asset={name} value={now?.price ?? null} />
        <Age now={now} />
      </td>
      {CHANGES.map((each) => (
        <td key={each} className="n">
          <Change figure={figures[each]} />
        </td>
      ))}
      <td className="n">{figures.capitalisation.value === null ? <Unknown figure={figures.capitalisation} /> : money(figures.capitalisation.value, style)}</td>
      <td className="n">
        <Sparkline prices={series.prices} />
      </td>
    </tr>
  );
}

function Item({ row, name, now }: RowProps): ReactNode {
  const { asset, figures, series } = row;
  return (
    <li>
      <Star asset={asset} />
      <span className="asset">
        <Coin symbol={asset.symbol} />
        <span>
          <Link className="quiet-link strong" to="/market/$asset" params={{ asset: name }}>
            {asset.name}
          </Link>
          <span className="sub">{asset.symbol}</span>
        </span>
      </span>
      <Sparkline prices={series.prices} />
      <span className="r">
        <WhencePrice asset={name} value={now?.price ?? null} />
        <span className="sub">
          <Change figure={figures.change_24h} />
        </span>
      </span>
    </li>
  );
}

function Change({ figure }: { readonly figure: Figure }): ReactNode {
  return figure.value === null ? <Unknown figure={figure} /> : <ShareChange value={figure.value} />;
}

function Unknown({ figure }: { readonly figure: Figure }): ReactNode {
  return (
    <span className="faint" title={missingWords(figure.missing)}>
      unknown<span className="vh">: {missingWords(figure.missing)}</span>
    </span>
  );
}

function Age({ now }: { readonly now: Now }): ReactNode {
  const age = now === null ? 0 : (Date.now() - Date.parse(now.time)) / 1000;
  return age < STALE_SECONDS ? null : <span className="sub warn">{span(age)} old</span>;
}

/** The arrows lead from a row to the same thing in the next one. */
function walk(event: KeyboardEvent<HTMLTableSectionElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const cell = event.target instanceof Element ? event.target.closest("td, th") : null;
  const row = cell?.parentElement;
  if (step === undefined || !(cell instanceof HTMLTableCellElement) || !(row instanceof HTMLTableRowElement)) return;
  const next = row.parentElement?.children[row.sectionRowIndex + step];
  const there = next?.children[cell.cellIndex]?.querySelector<HTMLElement>("a, button");
  if (there == null) return;
  event.preventDefault();
  there.focus();
}
