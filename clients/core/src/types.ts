/** The server's resources as docs/reference/http.md describes them. */
import type { Decimal } from "./decimal";

export type Method = "fifo" | "lifo" | "hifo" | "lofo" | "average" | "specific";
export type Basis = "known" | "estimated" | "unknown";

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next_cursor: string | null;
}

export interface Portfolio {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly method: Method;
  readonly scope: "wallet" | "universal";
  readonly time_zone: string;
  readonly long_term_days: number | null;
  readonly created_at: string;
  readonly version: number;
  readonly transactions: number;
}

export type NewPortfolio = Pick<Portfolio, "name" | "currency" | "method" | "time_zone">;

export interface Leg {
  readonly asset: string;
  readonly quantity: Decimal;
}

export interface Transaction {
  readonly id: string;
  readonly event: string;
  readonly time: string;
  readonly type: string;
  readonly subtype: string;
  readonly account: string;
  readonly to_account: string;
  readonly sent: Leg | null;
  readonly received: Leg | null;
  readonly fees: readonly Leg[];
  readonly value: Decimal | null;
  readonly value_currency: string;
  readonly fee_value: Decimal | null;
  readonly txid: string;
  readonly note: string;
  readonly tags: string;
  readonly import: string | null;
  readonly file: string;
  readonly line: number | null;
}

export interface TransactionFilter {
  readonly asset?: string | undefined;
  readonly account?: string | undefined;
  readonly type?: string | undefined;
  readonly text?: string | undefined;
  /** The first and the last day, in the portfolio's own time zone. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface Account {
  readonly name: string;
  readonly transactions: number;
  readonly first: string | null;
  readonly last: string | null;
}

/** A row as its file has it; the names are the header's. */
export interface LiteralRow {
  readonly text: string;
  readonly cells: readonly { readonly name: string; readonly value: string }[];
  readonly cut: boolean;
}

export interface RejectedRow {
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
  readonly literal: LiteralRow | null;
}

export type SkippedRow = Pick<RejectedRow, "line" | "reason" | "literal">;

export interface PreviewRow {
  readonly line: number | null;
  readonly outcome: "added" | "known";
  readonly event: Transaction;
  readonly literal: LiteralRow | null;
}

export interface ImportReport {
  readonly import: string | null;
  readonly file: string;
  readonly format: string;
  readonly state: "preview" | "done" | "undone";
  readonly created_at: string;
  readonly added: number;
  readonly known: number;
  /** Rows that are no transactions, such as a file's own totals. */
  readonly skipped?: number;
  readonly needs_answer: number;
  readonly rejected_count: number;
  readonly questions: readonly string[];
  readonly rejected: readonly RejectedRow[];
  readonly rows: readonly PreviewRow[];
  /** The first of the rows that are no transactions, in a preview. */
  readonly skipped_rows?: readonly SkippedRow[];
}

export interface PriceSource {
  readonly name: string;
  readonly simulated: boolean;
  readonly as_of: string | null;
}

export interface Issue {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly event: string | null;
  readonly asset: string | null;
  readonly quantity: Decimal | null;
  readonly message: string;
}

export interface AssetHolding {
  readonly asset: string;
  readonly quantity: Decimal;
  readonly cost_basis: Decimal | null;
  readonly basis: Basis;
  readonly price: Decimal | null;
  readonly price_time: string | null;
  readonly value: Decimal | null;
  readonly unrealised_gain: Decimal | null;
}

export interface Holdings {
  readonly currency: string;
  readonly at: string;
  readonly assets: readonly AssetHolding[];
  readonly totals: {
    readonly cost_basis: Decimal | null;
    readonly value: Decimal | null;
    readonly unrealised_gain: Decimal | null;
  };
  readonly issues: readonly Issue[];
  readonly price_source: PriceSource;
}

export interface Match {
  readonly acquired: string | null;
  readonly account: string | null;
  readonly quantity: Decimal;
  readonly unit_cost: Decimal | null;
  readonly cost_basis: Decimal | null;
  readonly proceeds: Decimal | null;
  readonly gain: Decimal | null;
  readonly term: "short" | "long" | "exempt" | null;
  readonly rule: string;
}

export interface Disposal {
  readonly event: string;
  readonly time: string;
  readonly account: string;
  readonly asset: string;
  readonly kind?: string | null;
  readonly quantity: Decimal;
  readonly proceeds: Decimal | null;
  readonly cost_basis: Decimal | null;
  readonly gain: Decimal | null;
  readonly basis: Basis;
  readonly gain_low: Decimal | null;
  readonly gain_high: Decimal | null;
  readonly matches: readonly Match[];
}

export interface GainTotals {
  readonly proceeds: Decimal | null;
  readonly cost_basis: Decimal | null;
  readonly gain: Decimal | null;
  readonly gain_low?: Decimal | null;
  readonly gain_high?: Decimal | null;
  readonly short_term_gain: Decimal | null;
  readonly long_term_gain: Decimal | null;
  readonly exempt_gain: Decimal | null;
  readonly income: Decimal | null;
  readonly fees: Decimal | null;
}

export interface Gains {
  readonly currency: string;
  readonly method: string;
  readonly scope: string;
  readonly disposals: readonly Disposal[];
  readonly totals: GainTotals;
  readonly issues: readonly Issue[];
  readonly next_cursor?: string | null;
  readonly disposal_count?: number;
}

export interface FigureRow {
  readonly file: string;
  readonly line: number | null;
  /** What was read from the row, in the product's words. */
  readonly raw: string;
  readonly literal: LiteralRow | null;
  readonly missing: string | null;
}

export interface FigurePart {
  readonly sign: string;
  readonly label: string;
  readonly value: Decimal | null;
  readonly unit: string;
  readonly kind: "figure" | "match" | "lot" | "transaction" | "price";
  readonly ref: string | null;
  readonly rows: readonly FigureRow[];
  readonly parts: readonly FigurePart[];
}

export interface Figure {
  readonly ref: string;
  readonly title: string;
  readonly value: Decimal | null;
  readonly unit: string;
  readonly low: Decimal | null;
  readonly high: Decimal | null;
  readonly sentence: string;
  readonly parts: readonly FigurePart[];
  readonly sources: readonly { readonly kind: "method" | "price" | "ledger"; readonly text: string }[];
}

export interface Asset {
  readonly id: string;
  readonly symbol: string;
  readonly name: string;
  readonly kind: string;
  readonly color: string | null;
}
