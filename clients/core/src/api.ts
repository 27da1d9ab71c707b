/** Every route of the server as a function; the platform gives the way to send. */
import type { Job } from "./jobs";
import type { Lot } from "./lots";
import type { NetWorth } from "./net-worth";
import { Problem, problemFrom, unreachable } from "./problem";
import type {
  Account, Asset, Figure, Gains, Holdings, ImportReport, Issue, Method, NewPortfolio, Page, Portfolio,
  Transaction, TransactionFilter,
} from "./types";

/** The part of the platform's AbortSignal that matters here. */
export interface Signal {
  readonly aborted: boolean;
}

/** A request without its platform: web hands it to fetch, so does React Native. */
export interface Ask {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text, or the platform's own form with a file in it. */
  readonly body?: unknown;
  readonly signal?: Signal | undefined;
}

export interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly body: unknown;
}

export type Send = (ask: Ask) => Promise<Answer>;

/** A name that nothing else has: the platform knows how to make one. */
export type NewKey = () => string;

export interface GainsAsk {
  readonly year?: number | undefined;
  readonly method?: Method | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

type Query = Readonly<Record<string, string | number | undefined>>;

export class Api {
  readonly #send: Send;
  readonly #newKey: NewKey;
  /** Of each address the last request that nobody answered: asked for again, it keeps its key. */
  readonly #unsettled = new Map<string, { readonly body: unknown; readonly key: string }>();

  constructor(send: Send, newKey: NewKey) {
    this.#send = send;
    this.#newKey = newKey;
  }

  portfolios(signal?: Signal): Promise<Page<Portfolio>> {
    return this.#get("/portfolios", { limit: 500 }, signal);
  }

  portfolio(id: string, signal?: Signal): Promise<Portfolio> {
    return this.#get(`/portfolios/${segment(id)}`, {}, signal);
  }

  createPortfolio(wanted: NewPortfolio): Promise<Portfolio> {
    return this.#post("/portfolios", JSON.stringify(wanted));
  }

  transactions(id: string, filter: TransactionFilter, cursor: string | null, limit: number, signal?: Signal): Promise<Page<Transaction>> {
    return this.#get(`/portfolios/${segment(id)}/transactions`, { ...filter, limit, cursor: cursor ?? undefined }, signal);
  }

  accounts(id: string, signal?: Signal): Promise<Page<Account>> {
    return this.#get(`/portfolios/${segment(id)}/accounts`, { limit: 500 }, signal);
  }

  imports(id: string, signal?: Signal): Promise<Page<ImportReport>> {
    return this.#get(`/portfolios/${segment(id)}/imports`, {}, signal);
  }

  sendImport(id: string, form: unknown): Promise<ImportReport> {
    return this.#post(`/portfolios/${segment(id)}/imports`, form);
  }

  /** Have a file read in the background; the answer is the job that will do it. */
  startImport(id: string, form: unknown): Promise<Job> {
    return this.#post(`/portfolios/${segment(id)}/imports`, form, { prefer: "respond-async" });
  }

  /** The newest jobs of a portfolio. */
  jobs(id: string, signal?: Signal): Promise<Page<Job>> {
    return this.#get("/jobs", { portfolio: id, limit: 20 }, signal);
  }

  cancelJob(job: string): Promise<Job> {
    return this.#ask({ method: "DELETE", path: `/jobs/${segment(job)}`, headers: { accept: "application/json" } });
  }

  undoImport(id: string, imported: string): Promise<ImportReport> {
    return this.#post(`/portfolios/${segment(id)}/imports/${segment(imported)}/undo`, undefined);
  }

  holdings(id: string, signal?: Signal): Promise<Holdings> {
    return this.#get(`/portfolios/${segment(id)}/holdings`, {}, signal);
  }

  /** The open lots of an asset. */
  lots(id: string, asset: string, signal?: Signal): Promise<Page<Lot>> {
    return this.#get(`/portfolios/${segment(id)}/lots`, { asset, limit: 500 }, signal);
  }

  gains(id: string, ask: GainsAsk, signal?: Signal): Promise<Gains> {
    return this.#get(`/portfolios/${segment(id)}/gains`, { ...ask }, signal);
  }

  issues(id: string, signal?: Signal): Promise<Page<Issue>> {
    return this.#get(`/portfolios/${segment(id)}/issues`, {}, signal);
  }

  netWorth(id: string, from: string | undefined, signal?: Signal): Promise<NetWorth> {
    return this.#get(`/portfolios/${segment(id)}/net-worth`, { from }, signal);
  }

  figure(ref: string, signal?: Signal): Promise<Figure> {
    return this.#get(`/figures/${segment(ref)}`, {}, signal);
  }

  assets(symbols: readonly string[], signal?: Signal): Promise<Page<Asset>> {
    return this.#get("/market/assets", { symbols: symbols.join(",") }, signal);
  }

  #get<Result>(path: string, query: Query, signal: Signal | undefined): Promise<Result> {
    return this.#ask({ method: "GET", path: path + queryText(query), headers: { accept: "application/json" }, signal });
  }

  /** Send it once more when nobody knows whether it was done: by its key the server does. */
  async #post<Result>(path: string, body: unknown, more: Readonly<Record<string, string>> = {}): Promise<Result> {
    const unsettled = this.#unsettled.get(path);
    const key = unsettled !== undefined && unsettled.body === body ? unsettled.key : this.#newKey();
    const json: Record<string, string> = typeof body === "string" ? { "content-type": "application/json" } : {};
    const ask: Ask = { method: "POST", path, headers: { accept: "application/json", "idempotency-key": key, ...json, ...more }, body };
    this.#unsettled.set(path, { body, key });
    try {
      const result = await this.#ask<Result>(ask).catch((error: unknown) => {
        if (unknownOutcome(error)) return this.#ask<Result>(ask);
        throw error;
      });
      this.#unsettled.delete(path);
      return result;
    } catch (error) {
      if (!unknownOutcome(error)) this.#unsettled.delete(path);
      throw error;
    }
  }

  #ask<Result>(ask: Ask): Promise<Result> {
    return answered(this.#send, ask);
  }
}

/** What the server answers; a refusal, or no answer at all, is thrown as a problem. */
export async function answered<Result>(send: Send, ask: Ask): Promise<Result> {
  let answer: Answer;
  try {
    answer = await send(ask);
  } catch (error) {
    if (ask.signal?.aborted) throw error;
    throw unreachable();
  }
  if (!answer.ok) throw problemFrom(answer.status, answer.body);
  return answer.body as Result;
}

function unknownOutcome(error: unknown): boolean {
  return error instanceof Problem && error.unsettled;
}

export function segment(text: string): string {
  return encodeURIComponent(text);
}

export function queryText(query: Query): string {
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}
