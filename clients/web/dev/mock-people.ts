/** The mock's people: one user, `anna@example.org` with the password `correct horse battery`, whose app always shows 123456. */
import type { Export, LogRecord, Passkey, SessionRecord, TokenRecord, User } from "../../core/src/identity.ts";
import { changed, type KeptPreferences, type PreferencesChange } from "../../core/src/preferences.ts";

export interface PeopleAnswer { readonly status: number; readonly body: unknown; readonly cookies?: readonly string[] }

const SINGLE = process.env["MOCK_MODE"] !== "sign-in";
const PASSWORD = "correct horse battery";
const CODE = "123456";
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29"><path fill="#000" d="' +
  Array.from({ length: 441 }, (_, at) => ((at * 7919 + (at >> 3) * 31) % 5 < 2 ? `M${4 + (at % 21)} ${4 + Math.floor(at / 21)}h1v1h-1z` : "")).join("") + '"/></svg>';

let user: User = { id: "u1", email: "anna@example.org", name: "Anna Lindqvist", role: "admin", has_password: true, created_at: ago(90_000) };
let preferences: KeptPreferences = {
  base_currency: "USD", time_zone: "Europe/Stockholm", country: "SE", locale: "en-US", week_start: "mon", hide_amounts: false, theme: "system", avatar: null, version: 1,
  notices: [{ kind: "security", channel: "email", on: true, fixed: true }, { kind: "sharing", channel: "email", on: true, fixed: false }],
};
let totp: { since: string } | null = null;
let passkeys: Passkey[] = [];
let signedIn = false;
let fresh = false;
let sessions: SessionRecord[] = [
  { id: "s1", client: "web", device: "Chrome on Linux", address: "192.0.2.7", created_at: ago(3), seen_at: ago(0), expires_at: ago(-20_000), current: true },
  { id: "s2", client: "web", device: "Kitchen tablet", address: "2001:db8:85a3::8a2e:370:7334", created_at: ago(9000), seen_at: ago(610), expires_at: ago(-19_000), current: false },
  { id: "s3", client: "api", device: "backup.sh", address: "198.51.100.23", created_at: ago(40_000), seen_at: ago(19_000), expires_at: ago(-1_000), current: false },
];
let tokens: TokenRecord[] = [
  { id: "t1", name: "Nightly export", scopes: ["read"], created_at: ago(90_000), expires_at: ago(-40_000), last_used_at: ago(300) },
  { id: "t2", name: "Old script", scopes: ["read", "write"], created_at: ago(200_000), expires_at: ago(5_000), last_used_at: null },
];
let exports: Export[] = [
  { job: "j0", state: "failed", progress: { done: 0, total: null, text: "" }, bytes: null, created_at: ago(4_000), finished_at: ago(3_990), expires_at: null },
];
const ACTIONS: readonly [string, Record<string, string>][] = [
  ["signed_in", { device: "Kitchen tablet", failed: "3" }], ["profile_changed", { name: "Anna Lindqvist" }], ["token_made", { name: "Nightly export", scopes: "read" }],
  ["session_revoked", { device: "backup.sh" }], ["password_changed", {}], ["email_changed", { before: "a@example.org", after: "anna@example.org" }], ["user_enabled", {}],
];
const LOG: readonly LogRecord[] = Array.from({ length: 120 }, (_, at) => {
  const [what, facts] = ACTIONS[at % ACTIONS.length] ?? ["signed_in", {}];
  const agent = at % 4 ? "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36" : "python-httpx/0.28.1";
  return { number: 120 - at, at: ago(3 + at * 431), what, by: what === "user_enabled" ? "operator" : "session", address: at % 3 ? "192.0.2.7" : "2001:db8:85a3::8a2e:370:7334", agent, facts };
});
const codes = () => Array.from({ length: 10 }, (_, at) => `${at}KZ8-W0QF-7H2M-XN5T-9DRC-1VP${at}`);

const done = (body: unknown = null, status = 200): PeopleAnswer => ({ status, body });
const refuse = (status: number, type: string, title: string, detail: string): PeopleAnswer => ({ status, body: { type: `/problems/${type}`, title, status, detail, errors: [] } });
const enter = (): PeopleAnswer => {
  signedIn = true;
  return { status: 200, body: { expires_in: 300 }, cookies: ["__Host-ct-csrf=mock; Path=/; Secure; SameSite=Strict"] };
};

/** Null when the route is none of these. */
export function peopleAnswer(method: string, path: readonly string[], query: URLSearchParams, text: string): PeopleAnswer | null {
  if (path[0] !== "auth" && path[0] !== "me") return SINGLE || signedIn ? null : refuse(401, "sign-in-needed", "Sign-in is needed", "Sign in, and ask again.");
  const body = (text === "" ? {} : JSON.parse(text)) as Record<string, string>;
  const route = `${method} ${path.join("/")}`;
  if (path[0] === "auth") return doorAnswer(route, body);
  if (path[1] === "preferences" && (SINGLE || signedIn)) return done(method === "GET" ? preferences : (preferences = changed(preferences, body as PreferencesChange)));
  if (SINGLE || !signedIn) return refuse(401, "sign-in-needed", "Sign-in is needed", "Sign in, and ask again.");
  const sensitive = /me\/(password|email|totp|recovery-codes|deletion)$|POST me\/(tokens|passkeys|exports)/.test(route);
  if (sensitive && !fresh) return refuse(403, "step-up-needed", "Proof is needed again", "Prove again who you are, and repeat the request.");
  return ownAnswer(route, path[2] ?? "", query, body);
}

function doorAnswer(route: string, body: Record<string, string>): PeopleAnswer {
  const wrong = refuse(401, "sign-in-failed", "Sign-in failed", "The address and the password do not fit, or the account cannot be used.");
  switch (route) {
    case "GET auth": return done({ mode: SINGLE ? "single" : "sign-in", registration: "open", issuers: [], user: signedIn ? user : null });
    case "POST auth/login": return body["password"] !== PASSWORD ? wrong : totp !== null ? done({ mfa: { ticket: "ticket", methods: ["totp", "recovery"] } }) : enter();
    case "POST auth/mfa": return body["code"] === CODE || body["recovery_code"] === "0KZ8-W0QF-7H2M-XN5T-9DRC-1VP0" ? enter() : refuse(401, "code-refused", "The code is refused", "It does not fit, or it is too late: sign in again.");
    case "POST auth/refresh": return signedIn ? enter() : wrong;
    case "POST auth/step-up": fresh = body["password"] === PASSWORD || body["code"] === CODE; return fresh ? done({ fresh_until: ago(-5) }) : wrong;
    case "POST auth/logout": signedIn = fresh = false; return { status: 204, body: null, cookies: ["__Host-ct-csrf=; Path=/; Secure; Max-Age=0"] };
    case "POST auth/reset": return body["token"] === "mfa" && body["code"] !== CODE ? refuse(403, "code-needed", "A second factor is needed", "a code of the app, or a recovery code, has to be sent, too") : done(null, 204);
    case "POST auth/verify": return body["token"] === "old" ? refuse(400, "link-unusable", "The link cannot be used", "It is too old, or was used. Ask for another.") : done(null, 204);
    default: return done({}, 202);
  }
}

function ownAnswer(route: string, id: string, query: URLSearchParams, body: Record<string, string>): PeopleAnswer {
  if (route === "PATCH me") return done((user = { ...user, ...body }));
  if (route === "GET me/sessions") return done({ items: sessions, next_cursor: null });
  if (route.startsWith("PATCH me/sessions/")) return done((sessions = sessions.map((one) => (one.id === id ? { ...one, device: body["device"] ?? "" } : one))));
  if (route === "DELETE me/sessions") { sessions = sessions.filter((one) => one.current); return done(null, 204); }
  if (route.startsWith("DELETE me/sessions/")) { sessions = sessions.filter((one) => one.id !== id); return done(null, 204); }
  if (route === "POST me/totp") return done({ secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", uri: "otpauth://totp/CryptoTracker:anna@example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", svg: SVG });
  if (route === "PUT me/totp" && body["code"] !== CODE) return refuse(403, "wrong-code", "The code is wrong", "it does not fit, or was used before");
  if (route === "PUT me/totp") { totp = { since: ago(0) }; return done({ recovery_codes: codes() }); }
  if (route === "DELETE me/totp") { totp = null; return done(null, 204); }
  if (route === "POST me/recovery-codes") return done({ recovery_codes: codes() });
  if (route === "GET me/factors") return done({ totp, passkeys: passkeys.length, recovery_codes_left: totp ? 10 : 0 });
  if (route === "GET me/passkeys") return done({ items: passkeys, next_cursor: null });
  if (route.startsWith("PATCH me/passkeys/")) { passkeys = passkeys.map((one) => (one.id === id ? { ...one, name: body["name"] ?? "" } : one)); return done(passkeys.find((one) => one.id === id)); }
  if (route.startsWith("DELETE me/passkeys/")) { passkeys = passkeys.filter((one) => one.id !== id); return done(null, 204); }
  if (route === "GET me/tokens") return done({ items: tokens, next_cursor: null });
  if (route === "POST me/tokens") {
    const made = { ...(body as unknown as TokenRecord), id: `t${tokens.length + 1}`, created_at: ago(0), expires_at: ago(-1440 * Number(body["days"])), last_used_at: null };
    tokens = [made, ...tokens];
    return done({ ...made, token: "ct_pat_7Xh2mQ9cV4tLrB8sKpWzN3dYfG6jE1aU5oRxCi" }, 201);
  }
  if (route === "DELETE me/tokens") { tokens = []; return done(null, 204); }
  if (route.startsWith("DELETE me/tokens/")) { tokens = tokens.filter((one) => one.id !== id); return done(null, 204); }
  if (route === "GET me/exports") return done({ items: exports, next_cursor: null });
  if (route === "POST me/exports") {
    exports = [{ job: `j${exports.length}`, state: "done", progress: { done: 1, total: 1, text: "" }, bytes: 48_213, created_at: ago(0), finished_at: ago(0), expires_at: ago(-10_080) }, ...exports];
    return done(exports[0], 202);
  }
  if (route === "POST me/deletion") { signedIn = false; return { status: 202, body: { deleted_at: ago(-10_080) }, cookies: ["__Host-ct-csrf=; Path=/; Secure; Max-Age=0"] }; }
  if (route === "GET me/security-log") {
    const from = Number(query.get("cursor") ?? 0);
    return done({ items: LOG.slice(from, from + 50), next_cursor: from + 50 < LOG.length ? String(from + 50) : null });
  }
  return done(null, 204);
}
