/** People and how they get in, as docs/reference/http.md describes them. */

export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: "user" | "admin" | "support";
  readonly created_at: string;
  /** Whether signing in takes a code besides the password. */
  readonly totp: boolean;
  readonly recovery_codes: number;
}

/** How one comes in, and who is in. */
export interface Doorway {
  /** `single`: one person on one machine. Nobody signs in, and there may be no user yet. */
  readonly mode: "single" | "sign-in";
  readonly registration: "open" | "invited";
  readonly user: User | null;
}

export interface Registration {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly invitation?: string;
}

export type SecondStep = "totp" | "recovery";

/** A password was right; whether that is enough. */
export interface SignedIn {
  readonly mfa?: { readonly ticket: string; readonly methods: readonly string[] };
}

/** One code of either kind. */
export type Code = { readonly code: string } | { readonly recovery_code: string };

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
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
}

export interface NewToken {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expires_in_days: number;
}

/** A token with its secret, which is shown once. */
export interface MadeToken extends TokenRecord {
  readonly token: string;
}

export interface LogRecord {
  readonly id: string;
  readonly time: string;
  readonly action: string;
  readonly address: string | null;
  readonly device: string | null;
}

/** A seed for an authenticator app: to scan, or to type. */
export interface TotpSeed {
  readonly secret: string;
  readonly uri: string;
  readonly svg: string;
}
