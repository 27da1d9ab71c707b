/** A shared portfolio's transactions and gains as files, every digit of them. */
import type { Reading, Shares } from "@cryptotracker/core/shares";
import type { Leg, Page } from "@cryptotracker/core/types";

import { type Cells, csv } from "../../ui/csv";

const MANY = 500;
const TRANSACTION = [
  "id", "time", "type", "subtype", "account", "to_account", "sent_asset", "sent_quantity", "received_asset", "received_quantity",
  "fees", "value", "value_currency", "fee_value", "txid", "note", "tags",
] as const;
const GAIN = ["event", "time", "asset", "quantity", "acquired", "account", "cost_basis", "proceeds", "gain", "term", "rule", "currency"] as const;

export async function transactionsCsv(shares: Shares, reading: Reading): Promise<string> {
  const rows: Cells[] = [];
  for await (const { items } of pages((cursor) => shares.transactions(reading, cursor, MANY))) {
    for (const one of items) {
      rows.push([
        one.event, one.time, one.type, one.subtype, one.account, one.to_account, ...legOf(one.sent), ...legOf(one.received),
        one.fees.map(({ asset, quantity }) => `${quantity} ${asset}`).join("; "), one.value, one.value_currency, one.fee_value, one.txid, one.note, one.tags,
      ]);
    }
  }
  return csv(TRANSACTION, rows);
}

/** A line for each lot that a disposal used up. */
export async function gainsCsv(shares: Shares, reading: Reading, year: number | undefined): Promise<string> {
  const rows: Cells[] = [];
  for await (const { disposals, currency } of pages((cursor) => shares.gains(reading, year, cursor, MANY))) {
    for (const { event, time, asset, account, matches } of disposals) {
      for (const each of matches) {
        rows.push([event, time, asset, each.quantity, each.acquired, each.account ?? account, each.cost_basis, each.proceeds, each.gain, each.term, each.rule, currency]);
      }
    }
  }
  return csv(GAIN, rows);
}

async function* pages<Part extends Partial<Pick<Page<unknown>, "next_cursor">>>(read: (cursor: string | null) => Promise<Part>): AsyncGenerator<Part> {
  let cursor: string | null = null;
  do {
    const page: Part = await read(cursor);
    yield page;
    cursor = page.next_cursor ?? null;
  } while (cursor !== null);
}

function legOf(leg: Leg | null): readonly [string, string] {
  return leg === null ? ["", ""] : [leg.asset, leg.quantity];
}
