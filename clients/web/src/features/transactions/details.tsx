/** One transaction in full: every digit, and the file and line it came from. */
import { moment } from "@cryptotracker/core/dates";
import { HIDDEN } from "@cryptotracker/core/money";
import type { Leg, Transaction } from "@cryptotracker/core/types";
import type { ReactNode } from "react";

import { Drawer } from "../../ui/drawer";
import { quantityText } from "../../ui/figures";
import { masked } from "../../ui/masked";
import { useView } from "../../ui/view";
import { ofTransaction } from "../comments/abouts";
import { ThreadSection } from "../comments/thread-section";
import { mainAsset, placeName, typeName } from "../../ui/words";

interface DetailsProps {
  readonly transaction: Transaction;
  /** Whether it is told which file it came from. */
  readonly sourced?: boolean;
  readonly onClose: () => void;
}

export function Details({ transaction, sourced = true, onClose }: DetailsProps): ReactNode {
  const view = useView();
  const asset = mainAsset(transaction);
  const leg = (one: Leg) => quantityText(one.quantity, one.asset, view);
  const worth = transaction.value === null ? "" : view.hidden ? HIDDEN : `${transaction.value} ${transaction.value_currency}`;
  const lines: readonly (readonly [string, string])[] = [
    ["When", moment(transaction.time, view.timeZone)],
    ["Account", placeName(transaction)],
    ["Sent", transaction.sent === null ? "" : leg(transaction.sent)],
    ["Received", transaction.received === null ? "" : leg(transaction.received)],
    ["Fees", transaction.fees.map(leg).join(", ")],
    ["Worth", worth],
    ["Note", masked(transaction.note, view.hidden)],
    ["Tags", transaction.tags],
  ];
  return (
    <Drawer kind="Transaction" title={`${typeName(transaction)} ${asset}`} subject={transaction.id} onClose={onClose}>
      <dl className="facts">
        {lines
          .filter(([, text]) => text !== "")
          .map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
      </dl>
      {sourced ? <Source transaction={transaction} /> : null}
      <ThreadSection about={ofTransaction(transaction.event)} />
    </Drawer>
  );
}

function Source({ transaction }: { readonly transaction: Transaction }): ReactNode {
  return (
    <section className="source" aria-labelledby="source">
      <h3 id="source">Where it comes from</h3>
      <div className="raw-source" data-testid="source-row">
        <p className="small muted">{transaction.line === null ? transaction.file || "Entered by hand" : `${transaction.file}, line ${transaction.line}`}</p>
        <p className="mono">{transaction.event}</p>
        {transaction.txid === "" ? null : <p className="mono">{transaction.txid}</p>}
      </div>
    </section>
  );
}
