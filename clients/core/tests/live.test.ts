import { describe, expect, it } from "vitest";

import { type Heard, type Listener, Live, type Socket } from "../src/live";

class FakeSocket implements Socket {
  readonly listener: Listener;
  readonly sent: string[] = [];
  closed = false;

  constructor(listener: Listener) {
    this.listener = listener;
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.closed = true;
    this.listener.closed();
  }

  tell(message: unknown): void {
    this.listener.heard(typeof message === "string" ? message : JSON.stringify(message));
  }
}

function stage() {
  const sockets: FakeSocket[] = [];
  const waits: { readonly run: () => void; readonly milliseconds: number; cancelled: boolean }[] = [];
  const live = new Live({
    open: (listener) => {
      const socket = new FakeSocket(listener);
      sockets.push(socket);
      return socket;
    },
    later: (run, milliseconds) => {
      const wait = { run, milliseconds, cancelled: false };
      waits.push(wait);
      return () => void (wait.cancelled = true);
    },
  });
  const heard: Heard[] = [];
  const stop = live.start((each) => heard.push(each));
  return { live, sockets, waits, heard, stop };
}

const tick = (version: number, portfolio = "p1") => ({ topic: "portfolio", portfolio, version, data: {} });

describe("live updates", () => {
  it("subscribes once connected, and tells a first state from a change", () => {
    const { sockets, heard } = stage();

    sockets[0]?.listener.opened();
    sockets[0]?.tell(tick(3));
    sockets[0]?.tell(tick(4));

    expect(sockets[0]?.sent).toEqual(['{"op":"subscribe","topic":"portfolio"}', '{"op":"subscribe","topic":"news"}']);
    expect(heard).toEqual([
      { portfolio: "p1", version: 3, first: true },
      { portfolio: "p1", version: 4, first: false },
    ]);
  });

  it("leaves out what is old and what it does not understand", () => {
    const { sockets, heard } = stage();
    sockets[0]?.tell(tick(3));

    for (const message of [tick(3), tick(2), "no json", "null", "[]", { topic: "quotes", version: 1 }, { op: "error" }]) {
      sockets[0]?.tell(message);
    }

    expect(heard).toHaveLength(1);
  });

  it("holds everything for changed after a gap", () => {
    const { sockets, heard } = stage();

    sockets[0]?.tell({ op: "resync", topic: "portfolio" });

    expect(heard).toEqual([{ portfolio: null, version: 0, first: false }]);
  });

  it("connects again, later each time, and hears then what it missed", () => {
    const { sockets, waits, heard } = stage();
    sockets[0]?.tell(tick(3));

    sockets[0]?.listener.closed();
    waits[0]?.run();
    sockets[1]?.listener.closed();
    waits[1]?.run();
    sockets[2]?.listener.opened();
    sockets[2]?.tell(tick(5));

    const [first, second] = waits.map(({ milliseconds }) => milliseconds);
    expect(first).toBeGreaterThanOrEqual(500);
    expect(first).toBeLessThan(1000);
    expect(second).toBeGreaterThanOrEqual(1000);
    expect(second).toBeLessThan(2000);
    expect(heard.at(-1)).toEqual({ portfolio: "p1", version: 5, first: false });
  });

  it("forgives a restart, then calls the connection lost until it is back", () => {
    const { live, sockets, waits } = stage();
    const told: boolean[] = [];
    live.watch(() => told.push(live.connected()));

    for (let attempt = 0; attempt < 3; attempt += 1) {
      sockets[attempt]?.listener.closed();
      waits[attempt]?.run();
    }
    sockets[3]?.listener.opened();

    expect(told).toEqual([false, true]);
  });

  it("tries at once when the network is back, and never after it was stopped", () => {
    const { live, sockets, waits, stop } = stage();
    sockets[0]?.listener.closed();

    live.hurry();
    live.hurry();
    stop();
    live.hurry();

    expect(waits[0]?.cancelled).toBe(true);
    expect(sockets).toHaveLength(2);
    expect(sockets[1]?.closed).toBe(true);
  });

  it("asks for the quotes of all who wish some at once, and for no more once nobody does", () => {
    const { live, sockets, waits } = stage();
    const due = () => waits.splice(0).forEach(({ run }) => run());
    const heard: string[] = [];
    sockets[0]?.listener.opened();

    const first = live.quotes(["ETH", "BTC"], "USD", (quotes) => heard.push(quotes.map(({ asset }) => asset).join()));
    const second = live.quotes(["BTC", "SOL"], "USD", () => undefined);
    due();
    sockets[0]?.tell({ topic: "quotes", version: 1, data: [{ asset: "BTC" }] });
    second();
    due();
    first();
    due();

    expect(heard).toEqual(["BTC"]);
    expect(sockets[0]?.sent.slice(2)).toEqual([
      '{"op":"subscribe","topic":"quotes","assets":["BTC","ETH","SOL"],"currency":"USD"}',
      '{"op":"subscribe","topic":"quotes","assets":["BTC","ETH"],"currency":"USD"}',
      '{"op":"unsubscribe","topic":"quotes"}',
    ]);
  });

  it("tells what a portfolio is worth to all who wish it, asks once, and again on a new connection", () => {
    const { live, sockets, waits } = stage();
    sockets[0]?.listener.opened();
    const heard: (string | null)[] = [];
    const one = live.worth("p1", (value) => heard.push(value));
    const other = live.worth("p1", (value) => heard.push(value));
    sockets[0]?.tell({ topic: "worth", portfolio: "p1", version: 1, data: { value: "40" } });
    sockets[0]?.tell({ topic: "worth", portfolio: "p2", version: 1, data: { value: "9" } });
    one();
    sockets[0]?.tell({ topic: "worth", portfolio: "p1", version: 2, data: { value: null } });
    sockets[0]?.listener.closed();
    waits.at(-1)?.run();
    sockets[1]?.listener.opened();
    other();

    expect(heard).toEqual(["40", "40", null]);
    const said = (socket: number) => sockets[socket]?.sent.filter((text) => text.includes("worth"));
    expect(said(0)).toEqual(['{"op":"subscribe","topic":"worth","portfolio":"p1"}']);
    expect(said(1)).toEqual(['{"op":"subscribe","topic":"worth","portfolio":"p1"}', '{"op":"unsubscribe","topic":"worth","portfolio":"p1"}']);
  });

  it("tells candles to those who follow their series, and says when any may have changed", () => {
    const { live, sockets, heard } = stage();
    const series = { asset: "BTC", currency: "USD", interval: "1m" } as const;
    const told: unknown[] = [];
    sockets[0]?.listener.opened();
    const leave = live.candles(series, (candles) => told.push(candles));
    sockets[0]?.tell({ topic: "candles", ...series, version: 1, data: [{ close: "1" }] });
    sockets[0]?.tell({ topic: "candles", ...series, asset: "ETH", version: 2, data: [] });
    sockets[0]?.tell({ op: "resync", topic: "candles", ...series });
    leave();

    expect(told).toEqual([[{ close: "1" }], null]);
    expect(heard).toEqual([]);
    expect(sockets[0]?.sent.slice(2)).toEqual([
      '{"op":"subscribe","topic":"candles","assets":["BTC"],"currency":"USD","interval":"1m"}',
      '{"op":"unsubscribe","topic":"candles","assets":["BTC"],"currency":"USD","interval":"1m"}',
    ]);
  });

  it("tells jobs to all who follow them, and asks for them again on a new connection", () => {
    const { live, sockets, waits } = stage();
    const told: unknown[] = [];
    sockets[0]?.listener.opened();
    live.jobs((job) => told.push(job));
    live.jobs((job) => told.push(job));
    sockets[0]?.tell({ topic: "jobs", job: "j1", version: 1, data: { job: "j1" } });
    sockets[0]?.listener.closed();
    waits.at(-1)?.run();
    sockets[1]?.listener.opened();
    sockets[1]?.tell({ op: "resync", topic: "jobs" });

    expect(told).toEqual([{ job: "j1" }, { job: "j1" }, null, null]);
    const said = sockets.map(({ sent }) => sent.filter((text) => text.includes("jobs")));
    expect(said).toEqual([['{"op":"subscribe","topic":"jobs"}'], ['{"op":"subscribe","topic":"jobs"}']]);
  });

  it("asks for quotes again on a new connection", () => {
    const { live, sockets, waits } = stage();
    live.quotes(["BTC"], "EUR", () => undefined);
    sockets[0]?.listener.opened();

    sockets[0]?.listener.closed();
    waits.at(-1)?.run();
    sockets[1]?.listener.opened();

    expect(sockets[1]?.sent.at(-1)).toBe('{"op":"subscribe","topic":"quotes","assets":["BTC"],"currency":"EUR"}');
  });
});
