/** A made-up history for the development mock: three years over four venues, from a seeded generator. */
import { add, compare, type Decimal, divide, round, subtract, sum, trim } from "../../core/src/decimal.ts";
import type { Disposal, Match, Transaction } from "../../core/src/types.ts";

export interface Lot { readonly event: string; readonly acquired: string; readonly account: string; quantity: Decimal; readonly unit: Decimal | null }

export const PRICES: Readonly<Record<string, Decimal>> = {
  BTC: "91234.12", ETH: "3121.55", SOL: "187.42", LINK: "22.18", USDC: "1.0001", DOGE: "0.2143", ADA: "0.6121", PEPE: "0.00001874",
};
export const NAMES: Readonly<Record<string, string>> = {
  BTC: "Bitcoin", ETH: "Ether", SOL: "Solana", LINK: "Chainlink", USDC: "USD Coin", DOGE: "Dogecoin", ADA: "Cardano", PEPE: "Pepe",
};
const UNITS: Readonly<Record<string, readonly [number, number]>> = {
  BTC: [0.002, 8], ETH: [0.05, 18], SOL: [1.2, 9], LINK: [6, 6], USDC: [120, 6], DOGE: [300, 8], PEPE: [400_000, 4],
};
const VENUES = ["Kraken", "Coinbase", "Binance", "Ledger"] as const;

export function times(left: Decimal, right: Decimal): Decimal {
  const inverse = divide("1", right, 40);
  return inverse === null || compare(right, "0") === 0 ? "0" : trim(divide(left, inverse, 18) ?? "0");
}

function generator(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1664525 + 1013904223) >>> 0) / 2 ** 32;
}

export function priceAt(asset: string, day: number, days: number): Decimal {
  const wave = 0.45 + 0.55 * (day / days) + 0.09 * Math.sin(day / 41) + 0.05 * Math.sin(day / 13 + asset.length) + 0.04 * (Math.abs(Math.sin(day * 12.9898) * 43758.5453) % 1);
  return day === days ? (PRICES[asset] ?? "1") : times(PRICES[asset] ?? "1", wave.toFixed(6));
}

export function history(start: string, days: number, perDay: number): readonly Transaction[] {
  const random = generator(9);
  const from = Date.parse(start);
  const owned = new Map<string, Decimal>();
  const made: Transaction[] = [];
  const leg = (asset: string, quantity: Decimal) => ({ asset, quantity });
  const push = (time: number, part: Partial<Transaction> & Pick<Transaction, "type" | "account">) => {
    const line = made.length + 2;
    made.push({
      id: `0190-${line}`, event: `${part.account.toLowerCase()}-TX${1000 + line}`, time: new Date(time).toISOString().replace(".000", ""), subtype: "",
      to_account: "", sent: null, received: null, fees: [], value: null, value_currency: "", fee_value: null, txid: "", note: "", tags: "",
      import: "imp-1", file: `${part.account.toLowerCase()}-ledgers.csv`, line, ...part,
    });
  };
  push(from + 86_400_000 * 40, { type: "deposit", account: "Ledger", received: leg("ADA", "3400"), txid: "7be1c0ffee90c4", note: "Received from an old wallet" });
  push(from + 86_400_000 * 50, { type: "income", subtype: "airdrop", account: "Ledger", received: leg("XKTN", "250.000000000000000001") });
  for (let day = 0; day < days; day++) {
    if (random() > perDay) continue;
    const asset = ["BTC", "ETH", "SOL", "BTC", "ETH", "LINK", "USDC", "DOGE", "PEPE"][Math.floor(random() * 9)] ?? "BTC";
    const [unit, digits] = UNITS[asset] ?? [1, 8];
    const tail = asset === "ETH" && random() > 0.5 ? `${(unit * (0.4 + random())).toFixed(6)}000000000001` : (unit * (0.4 + random())).toFixed(Math.min(digits, 8));
    const quantity = trim(tail);
    const account = VENUES[Math.floor(random() * 3)] ?? "Kraken";
    const time = from + day * 86_400_000 + Math.floor(random() * 86_000) * 1000;
    const worth = round(times(quantity, priceAt(asset, day, days)), 2);
    const have = owned.get(asset) ?? "0";
    const kind = random();
    if (kind < 0.2 && compare(have, quantity) > 0) {
      owned.set(asset, subtract(have, quantity));
      push(time, { type: "sell", account, sent: leg(asset, quantity), received: leg("USD", worth), fees: [leg("USD", round(times(worth, "0.0016"), 2))] });
    } else if (kind < 0.3) {
      push(time, { type: "transfer", account, to_account: "Ledger", sent: leg(asset, quantity), received: leg(asset, quantity), txid: `0x${line16(random)}` });
    } else if (kind < 0.42 && asset === "ETH") {
      const reward = trim((random() / 90).toFixed(18));
      owned.set(asset, add(have, reward));
      push(time, { type: "income", subtype: "staking", account, received: leg(asset, reward) });
    } else {
      owned.set(asset, add(have, quantity));
      push(time, { type: "buy", account, sent: leg("USD", worth), received: leg(asset, quantity), fees: [leg("USD", round(times(worth, "0.0026"), 2))] });
    }
  }
  push(from + 86_400_000 * (days - 20), { type: "sell", account: "Ledger", sent: leg("ADA", "400"), received: leg("USD", "248.40") });
  return made.sort((a, b) => a.time.localeCompare(b.time));
}

function line16(random: () => number): string {
  return Array.from({ length: 16 }, () => Math.floor(random() * 16).toString(16)).join("");
}

export interface Books { readonly lots: ReadonlyMap<string, readonly Lot[]>; readonly disposals: readonly Disposal[] }

/** First in first out (or last, for the method switch), enough for screens to have figures that add up. */
export function books(transactions: readonly Transaction[], newestFirst: boolean): Books {
  const lots = new Map<string, Lot[]>();
  const disposals: Disposal[] = [];
  for (const one of transactions) {
    const fee = sum(one.fees.map((leg) => leg.quantity));
    const { sent, received } = one;
    if (received !== null && received.asset !== "USD" && one.type !== "transfer") {
      const cost = one.type === "buy" ? add(sent?.quantity ?? "0", fee) : one.subtype === "staking" ? times(received.quantity, "2500") : null;
      const unit = cost === null ? null : (divide(cost, received.quantity, 18) ?? "0");
      lots.set(received.asset, [...(lots.get(received.asset) ?? []), { event: one.event, acquired: one.time, account: one.account, quantity: received.quantity, unit }]);
    }
    if (one.type === "sell" && sent !== null) disposals.push(dispose(one, lots.get(sent.asset) ?? [], subtract(received?.quantity ?? "0", fee), newestFirst));
  }
  return { lots, disposals: disposals.reverse() };
}

function dispose(one: Transaction, held: Lot[], proceeds: Decimal, newestFirst: boolean): Disposal {
  const asset = one.sent?.asset ?? "";
  let left = one.sent?.quantity ?? "0";
  const matches: Match[] = [];
  const order = newestFirst ? [...held].reverse() : held;
  for (const lot of order) {
    if (compare(left, "0") === 0) break;
    if (compare(lot.quantity, "0") === 0) continue;
    const quantity = compare(lot.quantity, left) < 0 ? lot.quantity : left;
    lot.quantity = subtract(lot.quantity, quantity);
    left = subtract(left, quantity);
    const share = times(proceeds, divide(quantity, one.sent?.quantity ?? "1", 18) ?? "1");
    const cost = lot.unit === null ? null : times(quantity, lot.unit);
    const long = Date.parse(one.time) - Date.parse(lot.acquired) > 365 * 86_400_000;
    matches.push({
      acquired: lot.unit === null ? null : lot.acquired, account: lot.account, quantity: trim(quantity), unit_cost: lot.unit, cost_basis: cost, proceeds: share,
      gain: cost === null ? null : subtract(share, cost), term: long ? "long" : "short", rule: lot.unit === null ? "unknown" : newestFirst ? "lifo" : "fifo",
    });
  }
  const unknown = matches.some((match) => match.gain === null);
  const low = sum(matches.flatMap((match) => match.gain ?? []));
  const high = unknown ? add(low, sum(matches.filter((match) => match.gain === null).flatMap((match) => match.proceeds ?? []))) : low;
  return {
    event: one.event, time: one.time, account: one.account, asset, kind: null, quantity: one.sent?.quantity ?? "0", proceeds,
    cost_basis: unknown ? null : sum(matches.flatMap((match) => match.cost_basis ?? [])), gain: unknown ? null : low, basis: unknown ? "unknown" : "known",
    gain_low: low, gain_high: high, matches,
  };
}
