/** The ledger's terms in the reader's words. */
import type { Transaction } from "@cryptotracker/core/types";

export const TYPES: Readonly<Record<string, string>> = {
  buy: "Bought", sell: "Sold", swap: "Swapped", deposit: "Received", withdrawal: "Sent away", transfer: "Moved",
  income: "Income", spend: "Spent", fee: "Fee", gift_in: "Gift received", gift_out: "Gift given", donation: "Donated",
  lost: "Lost", stolen: "Stolen", stake: "Staked", unstake: "Unstaked", wrap: "Wrapped", rename: "Renamed", split: "Split",
  fork: "Fork", loan_in: "Borrowed", loan_repaid: "Repaid", margin_gain: "Margin gain", margin_loss: "Margin loss",
  margin_fee: "Margin fee", opening: "Opening balance", adjustment: "Adjusted",
};

export const METHOD_NAMES: Readonly<Record<string, string>> = {
  fifo: "First in, first out", lifo: "Last in, first out", hifo: "Highest cost first", lofo: "Lowest cost first",
  average: "Average cost", specific: "Chosen lots",
};

export function typeName({ type, subtype }: Pick<Transaction, "type" | "subtype">): string {
  const name = TYPES[type] ?? type;
  return type === "income" && subtype !== "" ? `${name}, ${subtype}` : name;
}

const GOING = new Set(["sell", "spend", "withdrawal", "fee", "gift_out", "donation", "lost", "stolen", "stake", "loan_repaid", "margin_loss", "margin_fee"]);

/** The asset a transaction is about: what went in a sale, what came in a purchase. */
export function mainAsset({ type, sent, received }: Pick<Transaction, "type" | "sent" | "received">): string {
  const [first, second] = GOING.has(type) ? [sent, received] : [received, sent];
  return first?.asset ?? second?.asset ?? "";
}

export function placeName({ account, to_account }: Pick<Transaction, "account" | "to_account">): string {
  return to_account === "" ? account : `${account} to ${to_account}`;
}
