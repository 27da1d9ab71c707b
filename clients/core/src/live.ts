/** Hears from the server what has changed, and connects again for as long as somebody looks. */
import type { Job } from "./jobs";
import type { Candle, Quote, SeriesAsk } from "./market";
import { type Named, Wishes } from "./wishes";

/** What a connection may do to whoever opened it. */
export interface Listener {
  opened(): void;
  heard(text: unknown): void;
  closed(): void;
}

/** The part of a platform's WebSocket that matters here. */
export interface Socket {
  send(text: string): void;
  close(): void;
}

export interface Platform {
  open(listener: Listener): Socket;
  /** Run something later, unless the function returned is called before. */
  later(run: () => void, milliseconds: number): () => void;
}

/** A portfolio as it stands when first heard of, or a change of one; without one, anything may have changed, or just the news. */
export interface Heard {
  readonly news?: true;
  readonly portfolio: string | null;
  readonly version: number;
  readonly first: boolean;
}

/** Whoever wants to hear what assets cost. */
interface QuoteWish {
  readonly assets: readonly string[];
  readonly currency: string;
  readonly tell: (quotes: readonly Quote[]) => void;
}

/** Which candles: those of an asset, each as long as the interval says. */
export type Series = Pick<SeriesAsk, "asset" | "currency" | "interval">;

const SUBSCRIBE = ["portfolio", "news"].map((topic) => JSON.stringify({ op: "subscribe", topic }));
const JOBS = { topic: "jobs" } as const;
/** Screens come and go in bursts; so many milliseconds are waited for the rest of one. */
const GATHERING = 50;
/** The server takes no more. */
const QUOTES_MOST = 500;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;
/** So many attempts may fail before it is called a lost connection: a restart of the server takes one. */
const FORGIVEN = 2;

export class Live {
  readonly #platform: Platform;
  readonly #heard = new Map<string, number>();
  readonly #watchers = new Set<() => void>();
  readonly #wishes = new Set<QuoteWish>();
  readonly #named = new Wishes((text) => this.#open && this.#socket?.send(text));
  #asked = "";
  #open = false;
  #tell: (heard: Heard) => void = () => undefined;
  #socket: Socket | null = null;
  #cancel: (() => void) | null = null;
  #failures = 0;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** Run something later: whoever listens may wait for the end of a burst. */
  later(run: () => void, milliseconds: number): () => void {
    return this.#platform.later(run, milliseconds);
  }

  /** Listen until the function returned is called. */
  start(tell: (heard: Heard) => void): () => void {
    this.#tell = tell;
    this.#connect();
    return () => this.#stop();
  }

  /** Hear what assets cost, now and whenever it changes, until the function returned is called. */
  quotes(assets: readonly string[], currency: string, tell: (quotes: readonly Quote[]) => void): () => void {
    const wish = { assets, currency, tell };
    this.#wishes.add(wish);
    this.later(() => this.#askForQuotes(), GATHERING);
    return () => {
      this.#wishes.delete(wish);
      this.later(() => this.#askForQuotes(), GATHERING);
    };
  }

  /** Hear what a portfolio is worth at each tick of what it holds, until the function returned is called. */
  worth(portfolio: string, tell: (value: string | null) => void): () => void {
    return this.#named.add(worthOf(portfolio), (told) => tell((told as { readonly value: string | null }).value));
  }

  /** Hear how the last candles stand and what becomes of them; null says that any may be another. */
  candles(series: Series, tell: (candles: readonly Candle[] | null) => void): () => void {
    return this.#named.add(candlesOf(series), (told) => tell(told as readonly Candle[] | null));
  }

  /** Hear how one's newest jobs stand and what becomes of each; null says that any may be another. */
  jobs(tell: (job: Job | null) => void): () => void {
    return this.#named.add(JOBS, (told) => tell(told as Job | null));
  }

  /** Whether figures follow the server; an arrow, for React hands it on by itself. */
  readonly connected = (): boolean => this.#failures <= FORGIVEN;

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  /** Try again at once: the network has just come back. */
  readonly hurry = (): void => {
    if (this.#cancel !== null) this.#connect();
  };

  #connect(): void {
    this.#cancel?.();
    this.#cancel = null;
    const current = () => socket === this.#socket;
    const socket = this.#platform.open({
      opened: () => {
        if (!current()) return;
        this.#count(0);
        SUBSCRIBE.forEach((wish) => socket.send(wish));
        this.#open = true;
        this.#askForQuotes();
        this.#named.askAgain();
      },
      heard: (text) => current() && this.#hear(text),
      closed: () => current() && this.#lost(),
    });
    this.#socket = socket;
  }

  #lost(): void {
    this.#socket = null;
    this.#open = false;
    this.#asked = "";
    this.#count(this.#failures + 1);
    // All clients of a server that restarts lose it at once; they must not come back at once.
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#failures);
    this.#cancel = this.#platform.later(() => this.#connect(), (wait * (1 + Math.random())) / 2);
  }

  #stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    const socket = this.#socket;
    this.#socket = null;
    this.#open = false;
    this.#asked = "";
    socket?.close();
  }

  /** A later subscription takes the place of an earlier one, so there is one for all who wish something. */
  #askForQuotes(): void {
    if (!this.#open) return;
    const currency = [...this.#wishes].at(-1)?.currency;
    const assets = new Set([...this.#wishes].filter((wish) => wish.currency === currency).flatMap((wish) => wish.assets));
    const names = [...assets].sort().slice(0, QUOTES_MOST);
    const wish = currency === undefined ? { op: "unsubscribe", topic: "quotes" } : { op: "subscribe", topic: "quotes", assets: names, currency };
    const text = JSON.stringify(wish);
    if (text === this.#asked || (currency === undefined && this.#asked === "")) return;
    this.#asked = text;
    this.#socket?.send(text);
  }

  #count(failures: number): void {
    const before = this.connected();
    this.#failures = failures;
    if (before !== this.connected()) this.#watchers.forEach((watcher) => watcher());
  }

  #hear(data: unknown): void {
    const said = parsed(data);
    if (said["topic"] === "candles") {
      this.#named.tell(candlesOf(said as unknown as Series), said["op"] === "resync" ? null : said["data"]);
      return;
    }
    if (said["topic"] === "jobs") {
      this.#named.tell(JOBS, said["op"] === "resync" ? null : said["data"]);
      return;
    }
    if (said["op"] === "resync") {
      this.#tell({ portfolio: null, version: 0, first: false });
      return;
    }
    if (said["topic"] === "news") {
      this.#tell({ news: true, portfolio: null, version: 0, first: false });
      return;
    }
    if (said["topic"] === "quotes" && Array.isArray(said["data"])) {
      const told = said["data"] as readonly Quote[];
      this.#wishes.forEach((wish) => wish.tell(told));
      return;
    }
    if (said["topic"] === "worth") {
      this.#named.tell(worthOf(said["portfolio"]), said["data"]);
      return;
    }
    const { portfolio, version } = said;
    if (said["topic"] !== "portfolio" || typeof portfolio !== "string" || typeof version !== "number") return;
    const before = this.#heard.get(portfolio);
    if (before !== undefined && version <= before) return;
    this.#heard.set(portfolio, version);
    this.#tell({ portfolio, version, first: before === undefined });
  }
}

function worthOf(portfolio: unknown): Named {
  return { topic: "worth", portfolio };
}

function candlesOf({ asset, currency, interval }: Series): Named {
  return { topic: "candles", assets: [asset], currency, interval };
}

function parsed(data: unknown): Readonly<Record<string, unknown>> {
  try {
    const said: unknown = JSON.parse(String(data));
    return typeof said === "object" && said !== null ? (said as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
