/** A list of any length: only the rows in sight exist, the next page is fetched before it is needed. */
import { clock, day } from "@cryptotracker/core/dates";
import { isFiat } from "@cryptotracker/core/fiat";
import { fiat } from "@cryptotracker/core/money";
import type { Leg, Transaction } from "@cryptotracker/core/types";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";

import { Coin } from "../../ui/coin";
import { Quantity } from "../../ui/figures";
import { usePhone } from "../../ui/use-media";
import { useView } from "../../ui/view";
import { mainAsset, placeName, typeName } from "../../ui/words";
import { ofTransaction } from "../comments/abouts";
import { CommentCount } from "../comments/comment-button";

const ROW = 52;
const PHONE_ROW = 68;
const OVERSCAN = 8;

interface ListProps {
  readonly items: readonly Transaction[];
  /** How many there are in all, when that is known. */
  readonly total: number | undefined;
  readonly more: boolean;
  readonly onMore: () => void;
  readonly opened: string | undefined;
  readonly onOpen: (id: string) => void;
}

export function TransactionList({ items, total, more, onMore, opened, onOpen }: ListProps): ReactNode {
  const phone = usePhone();
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop((box.current?.getBoundingClientRect().top ?? 0) + window.scrollY), []);
  const height = phone ? PHONE_ROW : ROW;
  const virtual = useWindowVirtualizer({ count: items.length, estimateSize: () => height, overscan: OVERSCAN, scrollMargin: top });
  const rows = virtual.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= items.length - OVERSCAN * 2) onMore();
  }, [more, last, items.length, onMore]);

  const before = (rows[0]?.start ?? top) - top;
  const after = virtual.getTotalSize() - ((rows.at(-1)?.end ?? top) - top);
  const size = total ?? (more ? -1 : items.length);
  return (
    <div ref={box} role="table" aria-label="Transactions" aria-rowcount={size < 0 ? -1 : size + 1} className={phone ? "tx phone" : "tx"}>
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className="tx-row tx-head">
          {["Date", "What", "Sent", "Received", "Fees", "Account"].map((name) => (
            <span key={name} role="columnheader" className={["Sent", "Received", "Fees"].includes(name) ? "n" : ""}>
              {name}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" style={{ paddingTop: before, paddingBottom: after }}>
        {rows.map(({ index }) => {
          const item = items[index];
          if (item === undefined) return null;
          return <Row key={item.id} item={item} index={index} height={height} selected={item.id === opened} onOpen={onOpen} />;
        })}
      </div>
    </div>
  );
}

interface RowProps {
  readonly item: Transaction;
  readonly index: number;
  readonly height: number;
  readonly selected: boolean;
  readonly onOpen: (id: string) => void;
}

function Row({ item, index, height, selected, onOpen }: RowProps): ReactNode {
  const { timeZone } = useView();
  const name = typeName(item);
  const asset = mainAsset(item);
  return (
    <div role="row" aria-rowindex={index + 2} aria-selected={selected} className="tx-row" style={{ height }} onClick={() => onOpen(item.id)}>
      <span role="cell" className="tx-date">
        {day(item.time, timeZone)} <span className="faint">{clock(item.time, timeZone)}</span>
      </span>
      <span role="cell" className="tx-what asset">
        <Coin symbol={asset} />
        <button type="button" className="tx-open" aria-label={`${name} ${asset}, ${day(item.time, timeZone)}, open details`} onClick={() => onOpen(item.id)}>
          {name}
        </button>
        <CommentCount about={ofTransaction(item.event)} />
      </span>
      <span role="cell" className="n tx-sent">
        <Amount leg={item.sent} sign="−" />
      </span>
      <span role="cell" className="n tx-received">
        <Amount leg={item.received} sign="+" />
      </span>
      <span role="cell" className="n tx-fees faint">
        {item.fees.map((fee, at) => (
          <Amount key={at} leg={fee} sign="−" />
        ))}
      </span>
      <span role="cell" className="tx-place">{placeName(item)}</span>
    </div>
  );
}

/** Clicks on the ellipsis show all digits and must not open the row. */
function Amount({ leg, sign }: { readonly leg: Leg | null; readonly sign: string }): ReactNode {
  const { hidden, style } = useView();
  if (leg === null) return null;
  return (
    <span className="nowrap" onClick={(event) => (event.target instanceof Element && event.target.closest(".popover") ? event.stopPropagation() : undefined)}>
      {hidden ? "" : sign}
      {isFiat(leg.asset) && !hidden ? fiat(leg.quantity, { ...style, currency: leg.asset }) : <Quantity value={leg.quantity} asset={leg.asset} />}{" "}
      <span className="faint">{leg.asset}</span>
    </span>
  );
}
