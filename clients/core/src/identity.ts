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
