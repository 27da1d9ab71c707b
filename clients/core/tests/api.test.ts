import { describe, expect, it } from "vitest";

import { Api, type Answer, type Ask } from "../src/api";
import { inWords, Problem } from "../src/problem";

function answering(answer: Answer): { readonly api: Api; readonly asked: Ask[] } {
  const asked: Ask[] = [];
  const api = new Api((ask) => {
    asked.push(ask);
    return Promise.resolve(answer);
  }, () => "key");
  return { api, asked };
}

describe("the server's routes", () => {
  it("leaves unset filters out of the address and escapes the rest", async () => {
    const { api, asked } = answering({ ok: true, status: 200, body: { items: [], next_cursor: null } });

    await api.transactions("p1", { asset: "BTC", text: "a & b" }, null, 100);

    expect(asked[0]?.path).toBe("/portfolios/p1/transactions?asset=BTC&text=a%20%26%20b&limit=100");
  });

  it("asks for a figure by its whole reference", async () => {
    const { api, asked } = answering({ ok: true, status: 200, body: {} });

    await api.figure("p1:disposal:kraken-TX1:BTC");

    expect(asked[0]?.path).toBe("/figures/p1%3Adisposal%3Akraken-TX1%3ABTC");
  });

  it("sends a new portfolio as JSON and a file as the platform's form", async () => {
    const { api, asked } = answering({ ok: true, status: 201, body: {} });
    const form = { parts: 2 };

    await api.createPortfolio({ name: "Main", currency: "USD", method: "fifo" });
    await api.sendImport("p1", form);

    expect(asked[0]?.headers["content-type"]).toBe("application/json");
    expect(asked[1]?.headers["content-type"]).toBeUndefined();
    expect(asked[1]?.body).toBe(form);
  });
});

describe("keys", () => {
  const portfolio = { name: "Main", currency: "USD", method: "fifo" } as const;

  function failing(answers: readonly (Answer | null)[]): { readonly api: Api; readonly keys: (string | undefined)[] } {
    const keys: (string | undefined)[] = [];
    let made = 0;
    const send = (ask: Ask): Promise<Answer> => {
      const answer = answers[keys.push(ask.headers["idempotency-key"]) - 1];
      return answer ? Promise.resolve(answer) : Promise.reject(new TypeError("fetch failed"));
    };
    return { api: new Api(send, () => `key ${(made += 1)}`), keys };
  }

  const done: Answer = { ok: true, status: 201, body: {} };

  it("sends a request whose answer did not come once more, with its key", async () => {
    const { api, keys } = failing([null, done, done]);

    await api.createPortfolio(portfolio);
    await api.createPortfolio(portfolio);

    expect(keys).toEqual(["key 1", "key 1", "key 2"]);
  });

  it("keeps the key when its user tries again after no answer came", async () => {
    const { api, keys } = failing([null, null, done]);

    await expect(api.createPortfolio(portfolio)).rejects.toMatchObject({ status: 0 });
    await api.createPortfolio(portfolio);

    expect(keys).toEqual(["key 1", "key 1", "key 1"]);
  });

  it("takes a new key after a refusal and for another request", async () => {
    const { api, keys } = failing([{ ok: false, status: 409, body: {} }, null, null, done]);

    await expect(api.createPortfolio(portfolio)).rejects.toMatchObject({ status: 409 });
    await expect(api.createPortfolio(portfolio)).rejects.toMatchObject({ status: 0 });
    await api.createPortfolio({ ...portfolio, name: "Other" });

    expect(keys).toEqual(["key 1", "key 2", "key 2", "key 3"]);
  });
});

describe("errors", () => {
  it("turns a problem document into an error with its fields", async () => {
    const body = {
      type: "/problems/invalid", title: "The portfolio is not valid", status: 422, detail: "See errors.",
      errors: [{ pointer: "/currency", reason: "XYZ is not an ISO 4217 currency." }],
    };
    const { api } = answering({ ok: false, status: 422, body });

    const error = await api.portfolios().catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(Problem);
    expect(error).toMatchObject({ status: 422, type: "/problems/invalid", passing: false });
    expect(inWords(error)).toEqual({ title: "The portfolio is not valid", detail: "XYZ is not an ISO 4217 currency." });
  });

  it("names the status when the answer is no problem document", async () => {
    const { api } = answering({ ok: false, status: 502, body: "<html>" });

    await expect(api.holdings("p1")).rejects.toMatchObject({ status: 502, passing: true, message: "The server answered 502." });
  });

  it("says that the server was out of reach", async () => {
    const api = new Api(() => Promise.reject(new TypeError("fetch failed")), () => "key");

    await expect(api.holdings("p1")).rejects.toMatchObject({ status: 0, title: "The server could not be reached" });
  });

  it("passes on a request that was called off", async () => {
    const cause = new Error("called off");
    const api = new Api(() => Promise.reject(cause), () => "key");

    await expect(api.holdings("p1", { aborted: true })).rejects.toBe(cause);
  });
});
