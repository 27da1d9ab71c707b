/** People and how they get in, as docs/reference/http.md describes them. */

export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: "user" | "admin" | "support";
  /** Without one, somebody elsewhere vouches for them. */
  readonly has_password: boolean;
  readonly created_at: string;
}

/** How one comes in, and who is in. */
export interface Doorway {
  /** `single`: one person on one machine. Nobody signs in, and there may be no user yet. */
  readonly mode: "single" | "sign-in";
  readonly registration: "open" | "invited";
  /** Those elsewhere with whom one may sign in. */
  readonly issuers: readonly IssuerLink[];
  readonly user: User | null;
}

/** A browser that is to sign in there goes to `start`; null where it would not find its way back. */
export interface IssuerLink {
  readonly name: string;
  readonly title: string;
  readonly start: string | null;
}

/** Who somebody is elsewhere; `label` is what they know it by. */
export interface IdentityRecord {
  readonly id: string;
  readonly issuer: string;
  readonly title: string;
  readonly label: string;
  readonly linked_at: string;
  readonly used_at: string | null;
}

/** What Telegram signed for a page, as it gave it. */
export type TelegramFields = Readonly<Record<string, string | number>>;

export interface Registration {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly invitation?: string;
}

export type SecondStep = "totp" | "passkey" | "recovery";

/** A password was right; whether that is enough. */
export interface SignedIn {
  readonly mfa?: { readonly ticket: string; readonly methods: readonly SecondStep[] };
}

/** One code of either kind. */
export type Code = { readonly code: string } | { readonly recovery_code: string };

/** What shows once more who somebody is; a passkey is as the browser gives it. */
export type Proof = Code | { readonly password: string } | { readonly passkey: unknown };

/** The second factors that are on. */
export interface Factors {
  readonly totp: { readonly since: string } | null;
  readonly passkeys: number;
  readonly recovery_codes_left: number;
}

export interface Passkey {
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
  readonly used_at: string | null;
}

export interface SessionRecord {
  readonly id: string;
  /** `api`: a program that signed in by itself. */
  readonly client: "web" | "api";
  /** What its reader calls it, or the browser called itself. */
  readonly device: string;
  readonly address: string;
  readonly created_at: string;
  readonly seen_at: string;
  readonly expires_at: string;
  readonly current: boolean;
}

export type Scope = "read" | "write";

export interface TokenRecord {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly created_at: string;
  readonly expires_at: string;
  readonly last_used_at: string | null;
}

export interface NewToken {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly days: number;
}

/** A token with its secret, which is shown once. */
export interface MadeToken extends TokenRecord {
  readonly token: string;
}

/** Something that was done to one's account. */
export interface LogRecord {
  readonly number: number;
  readonly at: string;
  readonly what: string;
  readonly by: "session" | "token" | "nobody" | "operator";
  readonly address: string;
  /** What the program that asked calls itself. */
  readonly agent: string;
  readonly facts: Readonly<Record<string, string>>;
}

/** Everything that is kept of somebody, as one archive: promised, then made, and kept for some days. */
export interface Export {
  readonly job: string;
  readonly state: "waiting" | "running" | "done" | "failed" | "cancelled";
  readonly progress: { readonly done: number; readonly total: number | null; readonly text: string };
  readonly bytes: number | null;
  readonly created_at: string;
  readonly finished_at: string | null;
  /** Until then it can be fetched; null while there is nothing to fetch. */
  readonly expires_at: string | null;
}

/** A seed for an authenticator app: to scan, or to type. */
export interface TotpSeed {
  readonly secret: string;
  readonly uri: string;
  readonly svg: string;
}
