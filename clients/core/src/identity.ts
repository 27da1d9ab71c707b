/** People and how they get in, as docs/reference/http.md describes them. */

export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: "user" | "admin" | "support";
  readonly created_at: string;
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
