/** The mock's resources. */
import { compare, divide, subtract, sum, trim } from "../../core/src/decimal.ts";
import type { AssetHolding, Disposal, FigurePart, Gains, ImportReport, Portfolio, Transaction } from "../../core/src/types.ts";
import { type Books, books, history, NAMES, priceAt, PRICES, times } from "./mock-ledger.ts";

export interface MockAnswer { readonly status: number; readonly body: unknown }

const DAYS = 1095;
const NOW = new Date(Math.floor(Date.now() / 60_000) * 60_000);
const START = new Date(NOW.getTime() - DAYS * 86_400_000).toISOString().slice(0, 10);
const FIELDS = { method: "fifo", scope: "universal", time_zone: "UTC", long_term_days: 365, created_at: `${START}T09:00:00Z`, version: 1 } as const;
const MAIN = history(START, DAYS, 0.86);
const portfolios: Portfolio[] = [
  { ...FIELDS, id: "p1", name: "Family savings", currency: "USD", transactions: MAIN.length },
  { ...FIELDS, id: "p2", name: "Treasury of the cooperative", currency: "EUR", transactions: 1 },
  { ...FIELDS, id: "p3", name: "Empty", currency: "USD", transactions: 0 },
];
const TREASURY: readonly Transaction[] = [
  { ...(MAIN[3] as Transaction), id: "0190-t", type: "buy", subtype: "", sent: { asset: "USD", quantity: "123456789012.34" }, received: { asset: "BTC", quantity: "1353186.123456789012345678" }, fees: [] },
];
const imports: ImportReport[] = [
  { import: "imp-1", file: "kraken-ledgers.csv", format: "kraken-ledgers", state: "done", created_at: "2026-11-20T18:04:00Z", added: 702, known: 3, needs_answer: 0, rejected_count: 1, questions: [], rejected: [], rows: [] },
  { import: "imp-0", file: "coinbase-transactions-2024-2026.csv", format: "coinbase", state: "undone", created_at: "2026-11-19T08:12:00Z", added: 240, known: 0, needs_answer: 0, rejected_count: 0, questions: [], rejected: [], rows: [] },
];
const ISSUES = [
  { code: "missing_basis", severity: "warning", event: "ledger-TX1002", asset: "ADA", quantity: "3400", message: "3,400 ADA arrived in Ledger on the 40th day without a cost: no withdrawal matches it." },
  { code: "unpriced", severity: "warning", event: "ledger-TX1003", asset: "XKTN", quantity: "250.000000000000000001", message: "No price for XKTN: 250 of it are held but not counted." },
  { code: "rejected_row", severity: "error", event: null, asset: null, quantity: null, message: "kraken-ledgers.csv, line 7: amount \"12,5x\" is not a number." },
] as const;

function ledger(id: string): readonly Transaction[] {
  return id === "p1" ? MAIN : id === "p2" ? TREASURY : [];
}

const cache = new Map<string, Books>();
function booksOf(id: string, method: string | null): Books {
  const key = `${id} ${method === "lifo"}`;
  const made = cache.get(key) ?? books(ledger(id), method === "lifo");
  cache.set(key, made);
  return made;
}

const SOURCE = { name: "Simulated market", simulated: true, as_of: NOW.toISOString() };

function holdings(id: string) {
  const assets: AssetHolding[] = [...booksOf(id, null).lots].map(([asset, lots]) => {
    const open = lots.filter((lot) => compare(lot.quantity, "0") > 0);
    const quantity = trim(sum(open.map((lot) => lot.quantity)));
    const known = open.every((lot) => lot.unit !== null);
    const cost = known ? sum(open.map((lot) => times(lot.quantity, lot.unit ?? "0"))) : null;
    const price = PRICES[asset] ?? null;
    const value = price === null ? null : times(quantity, price);
    const time = asset === "DOGE" ? new Date(NOW.getTime() - 18 * 60_000).toISOString() : NOW.toISOString();
    return { asset, quantity, cost_basis: cost, basis: known ? "known" : "unknown", price, price_time: price === null ? null : time, value, unrealised_gain: value === null || cost === null ? null : subtract(value, cost) };
  });
  const total = (field: "cost_basis" | "value" | "unrealised_gain") => (assets.some((one) => one[field] === null) ? null : sum(assets.flatMap((one) => one[field] ?? [])));
  return {
    currency: portfolios.find((one) => one.id === id)?.currency ?? "USD", at: NOW.toISOString(), accounts: [], assets,
    totals: { cost_basis: total("cost_basis"), value: total("value"), unrealised_gain: total("unrealised_gain") }, issues: id === "p1" ? ISSUES : [], price_source: SOURCE,
  };
}

function gains(id: string, query: URLSearchParams): Gains {
  const method = query.get("method") ?? "fifo";
  const all = booksOf(id, method).disposals.filter((one) => query.get("year") === null || one.time.startsWith(query.get("year") ?? ""));
  const limit = Number(query.get("limit") ?? all.length);
  const from = Number(query.get("cursor") ?? 0);
  const known = all.filter((one) => one.gain !== null);
  const whole = known.length === all.length;
  const term = (name: string) => sum(all.flatMap((one) => one.matches).filter((one) => one.term === name).flatMap((one) => one.gain ?? []));
  const total = (field: "gain_low" | "gain_high" | "proceeds") => sum(all.flatMap((one) => one[field] ?? []));
  return {
    currency: "USD", method, scope: "universal", disposals: all.slice(from, from + limit), issues: [], next_cursor: from + limit < all.length ? String(from + limit) : null, disposal_count: all.length,
    totals: {
      proceeds: total("proceeds"), cost_basis: whole ? sum(known.flatMap((one) => one.cost_basis ?? [])) : null, gain: whole ? total("gain_low") : null,
      gain_low: total("gain_low"), gain_high: total("gain_high"), short_term_gain: term("short"), long_term_gain: term("long"), exempt_gain: "0", income: "1204.18", fees: "412.37",
    },
  };
}

function netWorth(id: string, from: string | null) {
  const begin = from === null ? 0 : Math.max(0, Math.round((Date.parse(from) - Date.parse(START)) / 86_400_000));
  const moves = ledger(id).filter((one) => one.received !== null && one.type !== "transfer" && (PRICES[one.received.asset] !== undefined || one.type === "sell"));
  const raw = Array.from({ length: DAYS - begin + 1 }, (_, at) => {
    const day = begin + at;
    const date = new Date(Date.parse(START) + day * 86_400_000).toISOString().slice(0, 10);
    const past = moves.filter((one) => one.time.slice(0, 10) <= date);
    const cost = sum(past.map((one) => (one.type === "buy" ? (one.sent?.quantity ?? "0") : one.type === "sell" ? `-${one.received?.quantity}` : "0")));
    const growth = Number(divide(priceAt("BTC", day, DAYS), PRICES["BTC"] ?? "1", 6));
    return { date, day, value: times(cost, (0.8 + growth).toFixed(6)), cost };
  });
  const { assets } = holdings(id);
  const last = raw.at(-1);
  const scale = (field: "value" | "cost_basis", by: string | undefined) => divide(sum(assets.flatMap((one) => one[field] ?? [])), by === "0" || by === undefined ? "1" : by, 12) ?? "1";
  const [up, costUp] = [scale("value", last?.value), scale("cost_basis", last?.cost)];
  const points = raw.map(({ date, day, value, cost }, index) => {
    const gap = day > 700 && day < 715;
    const change = index === 0 ? "0" : times(subtract(cost, raw[index - 1]?.cost ?? cost), costUp);
    const [flow_in, flow_out] = compare(change, "0") < 0 ? ["0", subtract("0", change)] : [change, "0"];
    return { date, at: `${date}T23:59:59Z`, value: gap ? null : times(value, up), cost_basis: times(cost, costUp), flow_in, flow_out, unpriced: gap ? ["SOL"] : [], carried: [], partial: index === raw.length - 1 };
  });
  return { currency: "USD", points, price_source: SOURCE };
}

function figure(ref: string): MockAnswer {
  const [id = "p1", kind = "", event, asset] = ref.split(":");
  const row = (name: string) => {
    const one = ledger(id).find((tx) => tx.event === name);
    return one === undefined ? [] : [{ file: one.file, line: one.line, raw: `refid    ${one.event}\ntime     ${one.time}\nasset    ${one.received?.asset}\namount   ${one.received?.quantity}\ncost     ${one.sent?.quantity ?? ""}`, literal: null, missing: "the file was not kept" }];
  };
  const part = (sign: string, label: string, value: string | null, more: Partial<FigurePart> = {}): FigurePart => ({ sign, label, value, unit: "USD", kind: "figure", ref: null, rows: [], parts: [], ...more });
  const sources = [{ kind: "method", text: "First in, first out, over all wallets" }, { kind: "price", text: "Own fills, none estimated" }, { kind: "ledger", text: `${ledger(id).length} rows of 3 files` }];
  const disposal = booksOf(id, null).disposals.find((one) => one.event === event && one.asset === asset);
  if (kind === "disposal" && disposal !== undefined) return { status: 200, body: { ref, ...explainDisposal(disposal, part, row), sources } };
  if (kind === "gain") {
    const { totals, disposals } = gains(id, new URLSearchParams(event === undefined ? {} : { year: event }));
    const parts = disposals.slice(0, 12).map((one) => part("+", `Gain on ${one.quantity} ${one.asset}`, one.gain, { ref: `${id}:disposal:${one.event}:${one.asset}` }));
    return { status: 200, body: { ref, title: event === undefined ? "Realised gain" : `Realised gain in ${event}`, value: totals.gain, unit: "USD", low: totals.gain_low, high: totals.gain_high, sentence: "The gains of all disposals together.", parts, sources } };
  }
  const { assets } = holdings(id);
  const one = assets.find((held) => held.asset === event);
  const lots = (booksOf(id, null).lots.get(event ?? "") ?? []).filter((lot) => compare(lot.quantity, "0") > 0).slice(0, 6);
  const parts = one === undefined
    ? assets.map((held) => part("+", NAMES[held.asset] ?? held.asset, held.value, { ref: `${id}:holding:${held.asset}` }))
    : lots.map((lot) => part("+", `Lot of ${lot.quantity} ${event}`, lot.unit === null ? null : times(lot.quantity, lot.unit), { kind: "lot", rows: row(lot.event) }));
  const value = one === undefined ? sum(assets.flatMap((held) => held.value ?? [])) : one.value;
  return { status: 200, body: { ref, title: one === undefined ? "Total value" : `Value of ${one.quantity} ${one.asset}`, value, unit: "USD", low: value, high: value, sentence: "Quantity times price, at the price named below.", parts, sources } };
}

function explainDisposal(one: Disposal, part: (sign: string, label: string, value: string | null, more?: Partial<FigurePart>) => FigurePart, row: (event: string) => FigurePart["rows"]) {
  const origin = (acquired: string | null) => MAIN.find((tx) => tx.time === acquired)?.event ?? "";
  const lots = one.matches.map((match) => part("+", `Lot of ${match.quantity} ${one.asset}${match.acquired === null ? ", cost unknown" : `, bought ${match.acquired.slice(0, 10)}`}`, match.cost_basis, { kind: "lot", rows: row(origin(match.acquired)) }));
  return {
    title: `Gain on ${one.quantity} ${one.asset}`, value: one.gain, unit: "USD", low: one.gain_low, high: one.gain_high, sentence: "Proceeds less cost, matched first in, first out.",
    parts: [part("+", "Proceeds", one.proceeds, { rows: row(one.event) }), part("−", "Cost", one.cost_basis, { kind: "match", parts: lots })],
  };
}

function preview(body: string): MockAnswer {
  const field = (name: string) => new RegExp(`name="${name}"\\r\\n\\r\\n([^\\r]*)`).exec(body)?.[1];
  const file = /filename="([^"]*)"/.exec(body)?.[1] ?? "file.csv";
  const asks = /naive/.test(file) && field("time_zone") === undefined;
  if (/picture/.test(file)) return { status: 422, body: { type: "/problems/unreadable", title: "The file is not a ledger", status: 422, detail: "No known header was found in its first lines.", errors: [] } };
  const dry = field("dry_run") === "true";
  const rows = MAIN.slice(-203).map((event, at) => ({ line: at + 2, outcome: at < 200 ? "added" : "known", event, literal: null }));
  const rejected = [{ line: 7, column: "amount", value: "12,5x", reason: "Not a number: write 12.5 with a point and no letters.", literal: null }, { line: 40, column: "time", value: "=yesterday", reason: "Not a time: write 2026-01-02T10:00:00Z.", literal: null }];
  const report = { import: dry ? null : `imp-${imports.length + 1}`, file, format: "kraken-ledgers", state: dry ? "preview" : "done", created_at: new Date().toISOString(), added: asks ? 0 : 1204, known: asks ? 0 : 3, needs_answer: asks ? 1207 : 0, rejected_count: 2, questions: asks ? ["time_zone"] : [], rejected, rows: dry && !asks ? rows : [] } as ImportReport;
  if (!dry) imports.unshift({ ...report, rows: [] });
  return { status: 200, body: report };
}

export function mockAnswer(method: string, url: URL, body: string): MockAnswer {
  const path = url.pathname.split("/").filter(Boolean).map(decodeURIComponent);
  const query = url.searchParams;
  const page = (items: readonly unknown[]): MockAnswer => ({ status: 200, body: { items, next_cursor: null } });
  const [root, id = "", leaf, sub] = path;
  if (root === "figures") return figure(id);
  if (root === "market") return page((query.get("symbols") ?? "").split(",").filter((one) => NAMES[one] !== undefined).map((one) => ({ id: one.toLowerCase(), symbol: one, name: NAMES[one], kind: "coin", color: null })));
  if (path.length === 1 && method === "POST") {
    const made = { ...FIELDS, ...(JSON.parse(body) as object), id: `p${portfolios.length + 1}`, transactions: 0 } as Portfolio;
    portfolios.push(made);
    return { status: 201, body: made };
  }
  if (path.length === 1) return page(portfolios);
  const portfolio = portfolios.find((one) => one.id === id);
  if (portfolio === undefined) return { status: 404, body: { type: "/problems/not-found", title: "No such portfolio", status: 404, detail: `There is no portfolio ${id}.`, errors: [] } };
  if (leaf === "imports" && sub !== undefined) {
    const at = imports.findIndex((one) => one.import === sub);
    imports[at] = { ...(imports[at] as ImportReport), state: "undone" };
    return { status: 200, body: imports[at] };
  }
  if (leaf === "imports") return method === "POST" ? preview(body) : page(id === "p1" ? imports : []);
  if (leaf === "holdings") return { status: 200, body: holdings(id) };
  if (leaf === "gains") return { status: 200, body: gains(id, query) };
  if (leaf === "net-worth") return { status: 200, body: netWorth(id, query.get("from")) };
  if (leaf === "issues") return page(id === "p1" ? ISSUES : []);
  if (leaf === "accounts") return page(id === "p1" ? ["Kraken", "Coinbase", "Binance", "Ledger"].map((name) => ({ name, transactions: 200, first: MAIN[0]?.time ?? null, last: NOW.toISOString() })) : []);
  if (leaf === "comments") return page([]);
  if (leaf === "transactions") return transactions(id, query);
  return { status: 200, body: portfolio };
}

function transactions(id: string, query: URLSearchParams): MockAnswer {
  const is = (name: string, values: readonly (string | undefined)[]) => query.get(name) === null || values.some((one) => one?.toLowerCase() === query.get(name)?.toLowerCase());
  const found = [...ledger(id)].reverse().filter((one) => is("asset", [one.sent?.asset, one.received?.asset]) && is("account", [one.account, one.to_account]) && is("type", [one.type]) && `${one.note} ${one.txid} ${one.event}`.toLowerCase().includes((query.get("text") ?? "").toLowerCase()));
  const from = Number(query.get("cursor") ?? 0);
  const limit = Number(query.get("limit") ?? 100);
  return { status: 200, body: { items: found.slice(from, from + limit), next_cursor: from + limit < found.length ? String(from + limit) : null } };
}
