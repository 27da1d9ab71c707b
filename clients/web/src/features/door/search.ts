/** What the addresses of the door say: where to go afterwards, and the secret that a letter carries. */

export interface SignInSearch {
  /** The address that was asked for before signing in. */
  readonly to?: string | undefined;
}

/** Only places of this product: another address would make of the door a way to lead people astray. */
export function readSignIn(raw: Record<string, unknown>): SignInSearch {
  const to = raw["to"];
  return typeof to === "string" && /^\/(?![/\\])/.test(to) ? { to } : {};
}

/** The secret of a letter's link is all that stands behind its `#`, where no server and no log sees it. */
export function secretOf({ hash }: { readonly hash: string }): string {
  return hash.replace(/^#/, "");
}
