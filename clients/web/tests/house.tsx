/** The whole product in a test's document, before a server of a few answers. */
import { Api } from "@cryptotracker/core/api";
import { DoorContext } from "@cryptotracker/core/people-queries";
import { changed, type KeptPreferences } from "@cryptotracker/core/preferences";
import { ApiContext } from "@cryptotracker/core/queries";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import { render } from "@testing-library/react";

import { SessionEvents } from "../src/app/entrance";
import { OwnPreferences } from "../src/app/own-preferences";
import { routerOn } from "../src/app/router";
import { door, session } from "../src/app/session";
import { ToastProvider } from "../src/ui/toast";

const USER = { id: "u1", email: "anna@example.org", name: "Anna", role: "user", has_password: true, created_at: "2026-11-01T10:00:00Z" };
const USUAL: KeptPreferences = {
  base_currency: "USD", time_zone: null, country: null, locale: null, week_start: "mon", hide_amounts: false, theme: "system", avatar: null, version: 1,
  notices: [{ kind: "security", channel: "email", on: true, fixed: true }, { kind: "sharing", channel: "email", on: true, fixed: false }],
};
const PROBLEMS = {
  wrong: [401, "/problems/sign-in-failed", "Sign-in failed"],
  notThePassword: [403, "/problems/wrong-password", "The password is wrong", "password"],
  codeRefused: [401, "/problems/code-refused", "The code is refused"],
  notTheCode: [403, "/problems/wrong-code", "It does not fit, or was used before", "code"],
  codeNeeded: [403, "/problems/code-needed", "A second factor is needed", "code"],
  away: [503, "/problems/database-unavailable", "The database cannot be used now"],
  nobody: [401, "/problems/sign-in-needed", "Sign-in is needed"],
  lastAdministrator: [409, "/problems/last-administrator", "The last administrator stays"],
  closed: [403, "/problems/registration-closed", "Registration is closed"],
  confirm: [403, "/problems/step-up-needed", "Proof is needed again"],
} as const;

/** What a server of the tests does with `METHOD /path`: a body, one of the problems by name, or a promise of an answer. */
export type Answers = (route: string, body: Record<string, unknown>) => unknown;

export class House {
  readonly asked: { readonly route: string; readonly body: Record<string, unknown> }[] = [];
  signedIn = false;
  fresh = true;
  mode = "sign-in";
  registration = "open";
  issuers: readonly { readonly name: string; readonly title: string; readonly start: string }[] = [];
  factors = { totp: null as { readonly since: string } | null, passkeys: 0, recovery_codes_left: 0 };
  preferences = USUAL;
  readonly #answers: Answers;

  constructor(answers: Answers = () => undefined) {
    this.#answers = answers;
  }

  readonly fetch = (address: string, init: RequestInit = {}): Promise<Response> => {
    const route = `${init.method ?? "GET"} ${address.replace("/api/v1", "").replace(/\?.*/, "")}`;
    const body = typeof init.body === "string" ? (JSON.parse(init.body) as Record<string, unknown>) : {};
    this.asked.push({ route, body });
    const answer = this.#answers(route, body) ?? this.#usual(route, body);
    if (answer instanceof Promise) return answer as Promise<Response>;
    if (typeof answer !== "string") return Promise.resolve(Response.json(answer));
    const [status, type, title, field] = PROBLEMS[answer as keyof typeof PROBLEMS];
    const errors = field === undefined ? [] : [{ pointer: `#/${field}`, reason: title.toLowerCase() }];
    return Promise.resolve(Response.json({ type, title, status, detail: title, errors }, { status }));
  };

  #usual(route: string, body: Record<string, unknown>): unknown {
    if (route === "GET /auth") return { mode: this.mode, registration: this.registration, issuers: this.issuers, user: this.signedIn ? USER : null };
    if (route === "GET /me/preferences") return this.preferences;
    if (route === "PATCH /me/preferences") return (this.preferences = changed(this.preferences, body));
    if (route === "GET /me/factors") return this.factors;
    if (route === "POST /auth/login" || route === "POST /auth/mfa") {
      if (body["password"] !== "right" && body["code"] !== "123456") return body["ticket"] === undefined ? "wrong" : "codeRefused";
      this.signedIn = true;
      return { expires_in: 300 };
    }
    if (route === "POST /auth/telegram") this.signedIn = true;
    if (route === "POST /auth/step-up") return this.#stepUp(body);
    if (route === "POST /auth/logout") this.signedIn = false;
    if (route.includes(" /auth/")) return {};
    if (!this.signedIn && this.mode === "sign-in") return "nobody";
    return route.startsWith("GET ") ? { items: [], next_cursor: null } : {};
  }

  #stepUp(body: Record<string, unknown>): unknown {
    this.fresh = this.factors.totp === null ? body["password"] === "right" : body["code"] === "123456";
    return this.fresh ? {} : this.factors.totp === null ? "notThePassword" : "notTheCode";
  }
}

/** Open an address in a fresh tab; the function returned names the address it has led to. */
export function open(house: House, address: string): () => string {
  globalThis.fetch = house.fetch as typeof fetch;
  const router = routerOn(createMemoryHistory({ initialEntries: [address] }));
  render(
    <ApiContext value={new Api(session.send, () => "key")}>
      <DoorContext value={door}>
        <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
          <SessionEvents />
          <OwnPreferences>
            <ToastProvider>
              <RouterProvider router={router} />
            </ToastProvider>
          </OwnPreferences>
        </QueryClientProvider>
      </DoorContext>
    </ApiContext>,
  );
  return () => router.state.location.href;
}
