import { describe, expect, it } from "vitest";

import { Api, type Answer, type Ask } from "../src/api";
import { Session, type SessionPlatform } from "../src/session";

const REFUSED: Answer = { ok: false, status: 401, body: { type: "/problems/sign-in-needed", title: "Sign-in is needed" } };
const NEEDS_STEP_UP: Answer = { ok: false, status: 403, body: { type: "/problems/step-up-needed", title: "Proof is needed again" } };
const DONE: Answer = { ok: true, status: 200, body: { items: [], next_cursor: null } };

/** A server whose session lasts until `runOut`, and that counts what it was asked. */
class Server {
  readonly asked: string[] = [];
  good = true;
  /** What renewing is answered. */
  renewal: Answer = { ok: true, status: 200, body: { expires_in: 300 } };
  confirmed = true;

  readonly send = async ({ method, path }: Ask): Promise<Answer> => {
    this.asked.push(`${method} ${path}`);
    await Promise.resolve();
    if (path === "/auth") return { ok: true, status: 200, body: { mode: "sign-in", user: this.good ? { id: "u1" } : null } };
    if (path === "/auth/refresh") {
      this.good = this.renewal.ok;
      return this.renewal;
    }
    if (path.startsWith("/auth/")) return REFUSED;
    if (!this.good) return REFUSED;
    return this.confirmed ? DONE : NEEDS_STEP_UP;
  };

  count(what: string): number {
    return this.asked.filter((one) => one === what).length;
  }
}

/** One queue for all tabs, as a browser's locks are. */
function locks(held = true): SessionPlatform {
  let last: Promise<unknown> = Promise.resolve();
  return {
    alone: (run) => {
      const next = last.then(run, run);
      last = next.catch(() => undefined);
      return next;
    },
    held: () => held,
    lost: () => (held = false),
  };
}

const tokens: Ask = { method: "GET", path: "/me/tokens", headers: {} };

describe("a session that has run out", () => {
  it("is renewed once for all requests that were refused together", async () => {
    const server = new Server();
    server.good = false;
    const session = new Session(server.send, locks());

    const answers = await Promise.all(["a", "b", "c", "d"].map((id) => session.send({ ...tokens, path: `/portfolios/${id}` })));

    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
    expect(server.count("POST /auth/refresh")).toBe(1);
  });

  it("is renewed by one tab only, and the other goes on with what that one got", async () => {
    const server = new Server();
    server.good = false;
    const platform = locks();
    const [one, other] = [new Session(server.send, platform), new Session(server.send, platform)];

    const answers = await Promise.all([one.send(tokens), other.send(tokens)]);

    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    expect(server.count("POST /auth/refresh")).toBe(1);
  });

  it("is renewed anew when it runs out again", async () => {
    const server = new Server();
    const session = new Session(server.send, locks());
    server.good = false;
    await session.send(tokens);
    server.good = false;

    const answer = await session.send(tokens);

    expect(answer.status).toBe(200);
    expect(server.count("POST /auth/refresh")).toBe(2);
  });

  it("has ended when it cannot be renewed, and the refusal is handed on", async () => {
    const server = new Server();
    server.good = false;
    server.renewal = REFUSED;
    const session = new Session(server.send, locks());
    let ended = 0;
    session.tells(() => (ended += 1));

    const answers = await Promise.all([session.send(tokens), session.send(tokens)]);

    expect(answers.map((answer) => answer.status)).toEqual([401, 401]);
    expect(ended).toBeGreaterThan(0);
    expect(server.count("GET /me/tokens")).toBe(2);
  });

  it("is not renewed in vain twice", async () => {
    const server = new Server();
    server.good = false;
    server.renewal = REFUSED;
    const session = new Session(server.send, locks());

    await session.send(tokens);
    await session.send(tokens);

    expect(server.count("POST /auth/refresh")).toBe(1);
  });

  it("has not ended when the server is in trouble", async () => {
    const server = new Server();
    server.good = false;
    server.renewal = { ok: false, status: 503, body: null };
    const session = new Session(server.send, locks());
    let ended = 0;
    session.tells(() => (ended += 1));

    const answer = new Api(session.send, () => "key").portfolios();

    await expect(answer).rejects.toMatchObject({ status: 0, passing: true });
    expect(ended).toBe(0);
  });

  it("is not renewed where there never was one", async () => {
    const server = new Server();
    server.good = false;
    const session = new Session(server.send, locks(false));

    await session.send(tokens);

    expect(server.asked).toEqual(["GET /me/tokens"]);
  });

  it("leaves a wrong password alone", async () => {
    const server = new Server();
    const session = new Session(server.send, locks());

    const answer = await session.send({ method: "POST", path: "/auth/login", headers: {} });

    expect(answer.status).toBe(401);
    expect(server.asked).toEqual(["POST /auth/login"]);
  });
});

describe("a request that needs confirming", () => {
  it("is sent again once the reader has confirmed it", async () => {
    const server = new Server();
    server.confirmed = false;
    const session = new Session(server.send, locks());
    session.asks(async () => {
      server.confirmed = true;
      return Promise.resolve(true);
    });

    const answer = await session.send(tokens);

    expect(answer.status).toBe(200);
    expect(server.count("GET /me/tokens")).toBe(2);
  });

  it("asks once for several requests", async () => {
    const server = new Server();
    server.confirmed = false;
    const session = new Session(server.send, locks());
    let asked = 0;
    session.asks(async () => {
      asked += 1;
      await new Promise((resolve) => setTimeout(resolve, 0));
      return (server.confirmed = true);
    });

    const answers = await Promise.all([session.send(tokens), session.send(tokens)]);

    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    expect(asked).toBe(1);
  });

  it("is refused when the reader would rather not", async () => {
    const server = new Server();
    server.confirmed = false;
    const session = new Session(server.send, locks());
    session.asks(() => Promise.resolve(false));

    const answer = await session.send(tokens);

    expect(answer.status).toBe(403);
    expect(server.count("GET /me/tokens")).toBe(1);
  });

  it("leaves any other refusal alone", async () => {
    const session = new Session(() => Promise.resolve({ ok: false, status: 403, body: { type: "/problems/forbidden" } }), locks());
    let asked = 0;
    session.asks(() => {
      asked += 1;
      return Promise.resolve(true);
    });

    await session.send(tokens);

    expect(asked).toBe(0);
  });
});
