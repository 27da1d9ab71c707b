/** Portfolios that are shared: what their owner does, and what a reader sees. */
import { answered, type Ask, queryText, segment, type Send, type Signal } from "./api";
import type { Decimal } from "./decimal";
import type { NetWorth } from "./net-worth";
import type { Gains, ImportReport, Method, Page, Transaction } from "./types";

export type ShareKind = "person" | "link" | "public";
export type ShareScope = "percentages" | "totals" | "amounts" | "transactions" | "comment" | "write";

export interface ShareRecord {
  readonly id: string;
  readonly kind: ShareKind;
  readonly scope: ShareScope;
  readonly label: string;
  readonly email: string | null;
  readonly has_passcode: boolean;
  readonly created_at: string;
  readonly expires_at: string;
}

/** A new share; a link is told this once. */
export interface MadeShare extends ShareRecord {
  readonly link?: string;
}

export interface NewShare {
  readonly kind: ShareKind;
  readonly scope?: ShareScope;
  /** What stands for a scope: what an accountant needs, and nothing else. */
  readonly preset?: "accountant";
  readonly days: number;
  readonly label?: string;
  readonly email?: string;
  readonly passcode?: string;
}

/** What is to be otherwise; days count from now, and an empty passcode is none. */
export interface ShareChange {
  readonly scope?: ShareScope;
  readonly days?: number;
  readonly label?: string;
  readonly passcode?: string;
}

/** What is shared; whatever the share does not include is absent. */
export interface SharedView {
  readonly id?: string;
  readonly kind: ShareKind;
  readonly scope: ShareScope;
  readonly expires_at: string;
  readonly shared_by?: string;
  readonly portfolio?: { readonly name?: string; readonly currency?: string; readonly method?: Method; readonly time_zone?: string; readonly transactions?: number };
}

export interface SharedPosition {
  readonly asset: string;
  readonly percentage?: Decimal | null;
  readonly value?: Decimal | null;
  readonly quantity?: Decimal | null;
  readonly cost_basis?: Decimal | null;
  readonly unrealised_gain?: Decimal | null;
}

export interface SharedHoldings {
  readonly at?: string;
  readonly currency?: string;
  readonly assets?: readonly SharedPosition[];
  readonly totals?: { readonly value?: Decimal | null; readonly cost_basis?: Decimal | null; readonly unrealised_gain?: Decimal | null };
  readonly price_source?: { readonly name?: string; readonly simulated?: boolean };
}

/** What a file did, or would do, to a portfolio of somebody else's. */
export type SharedImport = Pick<ImportReport, "import" | "file" | "format" | "state" | "added" | "known" | "skipped" | "needs_answer" | "rejected_count"> & {
  readonly rejected: readonly Pick<ImportReport["rejected"][number], "line" | "column" | "value" | "reason">[];
};

/** By what a share is read: that of a person by its id, that of a link by the visit it was opened for. */
export type Reading = { readonly share: string } | { readonly visit: string };

export class Shares {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  of(portfolio: string, signal?: Signal): Promise<Page<ShareRecord>> {
    return this.#ask("GET", `/portfolios/${segment(portfolio)}/shares`, { signal });
  }

  make(portfolio: string, wanted: NewShare): Promise<MadeShare> {
    return this.#ask("POST", `/portfolios/${segment(portfolio)}/shares`, { body: wanted });
  }

  change(portfolio: string, id: string, change: ShareChange): Promise<ShareRecord> {
    return this.#ask("PATCH", `/portfolios/${segment(portfolio)}/shares/${segment(id)}`, { body: change });
  }

  end(portfolio: string, id: string): Promise<unknown> {
    return this.#ask("DELETE", `/portfolios/${segment(portfolio)}/shares/${segment(id)}`);
  }

  withMe(signal?: Signal): Promise<Page<SharedView>> {
    return this.#ask("GET", "/shared", { signal });
  }

  open(token: string, passcode: string): Promise<{ readonly session: string }> {
    return this.#ask("POST", "/links/open", { body: passcode === "" ? { token } : { token, passcode } });
  }

  show(reading: Reading, signal?: Signal): Promise<SharedView> {
    return this.#read(reading, "", signal);
  }

  holdings(reading: Reading, signal?: Signal): Promise<SharedHoldings> {
    return this.#read(reading, "/holdings", signal);
  }

  netWorth(reading: Reading, signal?: Signal): Promise<NetWorth> {
    return this.#read(reading, "/net-worth", signal);
  }

  /** Which file a row came from is its owner's affair. */
  async transactions(reading: Reading, cursor: string | null, limit: number, signal?: Signal): Promise<Page<Transaction>> {
    const page = await this.#read<Page<Omit<Transaction, "import" | "file" | "line">>>(reading, `/transactions${queryText({ limit, cursor: cursor ?? undefined })}`, signal);
    return { ...page, items: page.items.map((item) => ({ ...item, import: null, file: "", line: null })) };
  }

  async gains(reading: Reading, year: number | undefined, cursor: string | null, limit: number, signal?: Signal): Promise<Gains> {
    const found = await this.#read<Omit<Gains, "issues">>(reading, `/gains${queryText({ year, limit, cursor: cursor ?? undefined })}`, signal);
    return { ...found, issues: [] };
  }

  sendImport(share: string, form: unknown): Promise<SharedImport> {
    return answered(this.#send, { method: "POST", path: `/shared/${segment(share)}/imports`, headers: { accept: "application/json" }, body: form });
  }

  undoImport(share: string, imported: string): Promise<SharedImport> {
    return this.#ask("POST", `/shared/${segment(share)}/imports/${segment(imported)}/undo`);
  }

  #read<Result>(reading: Reading, what: string, signal: Signal | undefined): Promise<Result> {
    if ("share" in reading) return this.#ask("GET", `/shared/${segment(reading.share)}${what}`, { signal });
    return this.#ask("GET", `/links/current${what}`, { signal, headers: { authorization: `Link ${reading.visit}` } });
  }

  #ask<Result>(method: Ask["method"], path: string, more: { readonly body?: unknown; readonly signal?: Signal | undefined; readonly headers?: Record<string, string> } = {}): Promise<Result> {
    const json: Record<string, string> = more.body === undefined ? {} : { "content-type": "application/json" };
    const body = more.body === undefined ? undefined : JSON.stringify(more.body);
    return answered(this.#send, { method, path, headers: { accept: "application/json", ...json, ...more.headers }, body, signal: more.signal });
  }
}
