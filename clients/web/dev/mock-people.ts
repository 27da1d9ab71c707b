/** The mock's people: one user, `anna@example.org` with the password `correct horse battery`. */
import type { SessionRecord, User } from "../../core/src/identity.ts";

export interface PeopleAnswer { readonly status: number; readonly body: unknown; readonly cookies?: readonly string[] }

const SINGLE = process.env["MOCK_MODE"] !== "sign-in";
const PASSWORD = "correct horse battery";
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

let user: User = { id: "u1", email: "anna@example.org", name: "Anna Lindqvist", role: "admin", created_at: ago(90_000) };
let signedIn = false;
let fresh = false;
let sessions: SessionRecord[] = [
  { id: "s1", client: "web", device: "Chrome on Linux", address: "192.0.2.7", created_at: ago(3), seen_at: ago(0), expires_at: ago(-20_000), current: true },
  { id: "s2", client: "web", device: "Kitchen tablet", address: "2001:db8:85a3::8a2e:370:7334", created_at: ago(9000), seen_at: ago(610), expires_at: ago(-19_000), current: false },
  { id: "s3", client: "api", device: "backup.sh", address: "198.51.100.23", created_at: ago(40_000), seen_at: ago(19_000), expires_at: ago(-1_000), current: false },
];
const done = (body: unknown = null, status = 200): PeopleAnswer => ({ status, body });
const refuse = (status: number, type: string, title: string, detail: string): PeopleAnswer => ({ status, body: { type: `/problems/${type}`, title, status, detail, errors: [] } });
const enter = (): PeopleAnswer => {
  signedIn = true;
  return { status: 200, body: { expires_in: 300 }, cookies: ["__Host-ct-csrf=mock; Path=/; Secure; SameSite=Strict"] };
};

/** Null when the route is none of these. */
export function peopleAnswer(method: string, path: readonly string[], text: string): PeopleAnswer | null {
  if (path[0] !== "auth" && path[0] !== "me") return SINGLE || signedIn ? null : refuse(401, "sign-in-needed", "Sign-in is needed", "Sign in, and ask again.");
  const body = (text === "" ? {} : JSON.parse(text)) as Record<string, string>;
  const route = `${method} ${path.join("/")}`;
  if (path[0] === "auth") return doorAnswer(route, body);
  if (SINGLE || !signedIn) return refuse(401, "sign-in-needed", "Sign-in is needed", "Sign in, and ask again.");
  const sensitive = /me\/(password|email)$/.test(route);
  if (sensitive && !fresh) return refuse(403, "step-up-needed", "Proof is needed again", "Prove again who you are, and repeat the request.");
  return ownAnswer(route, path[2] ?? "", body);
}

function doorAnswer(route: string, body: Record<string, string>): PeopleAnswer {
  const wrong = refuse(401, "sign-in-failed", "Sign-in failed", "The address and the password do not fit, or the account cannot be used.");
  switch (route) {
    case "GET auth": return done({ mode: SINGLE ? "single" : "sign-in", registration: "open", issuers: [], user: signedIn ? user : null });
    case "POST auth/login": return body["password"] !== PASSWORD ? wrong : enter();
    case "POST auth/refresh": return signedIn ? enter() : wrong;
    case "POST auth/step-up": fresh = body["password"] === PASSWORD; return fresh ? done({ fresh_until: ago(-5) }) : wrong;
    case "POST auth/logout": signedIn = fresh = false; return { status: 204, body: null, cookies: ["__Host-ct-csrf=; Path=/; Secure; Max-Age=0"] };
    case "POST auth/reset": return done(null, 204);
    case "POST auth/verify": return body["token"] === "old" ? refuse(400, "link-unusable", "The link cannot be used", "It is too old, or was used. Ask for another.") : done(null, 204);
    default: return done({}, 202);
  }
}

function ownAnswer(route: string, id: string, body: Record<string, string>): PeopleAnswer {
  if (route === "PATCH me") return done((user = { ...user, ...body }));
  if (route === "GET me/sessions") return done({ items: sessions, next_cursor: null });
  if (route.startsWith("PATCH me/sessions/")) return done((sessions = sessions.map((one) => (one.id === id ? { ...one, device: body["device"] ?? "" } : one))));
  if (route === "DELETE me/sessions") { sessions = sessions.filter((one) => one.current); return done(null, 204); }
  if (route.startsWith("DELETE me/sessions/")) { sessions = sessions.filter((one) => one.id !== id); return done(null, 204); }
  return done(null, 204);
}
