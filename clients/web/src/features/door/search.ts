/** What the addresses of the door say: where to go afterwards, and the secret that a letter carries. */
import type { SecondStep, TelegramFields } from "@cryptotracker/core/identity";

export interface SignInSearch {
  /** The address that was asked for before signing in. */
  readonly to?: string | undefined;
}

/** Only places of this product: another address would make of the door a way to lead people astray. */
export function readSignIn(raw: Record<string, unknown>): SignInSearch {
  const to = raw["to"];
  return typeof to === "string" && /^\/(?![/\\])/.test(to) ? { to } : {};
}

export interface FarewellSearch {
  /** When the account is deleted that was shut. */
  readonly until?: string | undefined;
}

export function readFarewell(raw: Record<string, unknown>): FarewellSearch {
  const until = raw["until"];
  return typeof until === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(until) && !Number.isNaN(Date.parse(until)) ? { until } : {};
}

/** What Telegram signed for this page, if the address brings it: JSON in base64url, behind `#tgAuthResult=`. */
export function telegramOf({ hash }: { readonly hash: string }): TelegramFields | null {
  const told = /^#?tgAuthResult=([A-Za-z0-9_-]+)=*$/.exec(hash)?.[1];
  if (told === undefined) return null;
  try {
    const bytes = Uint8Array.from(atob(told.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
    const found: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof found === "object" && found !== null && !Array.isArray(found) ? (found as TelegramFields) : null;
  } catch {
    return null;
  }
}

/** The second step that is asked of whoever signed in elsewhere. */
export function ticketOf({ hash }: { readonly hash: string }): { readonly ticket: string; readonly methods: readonly SecondStep[] } | undefined {
  const [, ticket, methods] = /^#?mfa=([\w-]{20,200})&methods=([a-z,]+)$/.exec(hash) ?? [];
  const isMethod = (each: string): each is SecondStep => ["totp", "passkey", "recovery"].includes(each);
  return ticket === undefined ? undefined : { ticket, methods: (methods ?? "").split(",").filter(isMethod) };
}

/** The secret of a letter's link is all that stands behind its `#`, where no server and no log sees it. */
export function secretOf({ hash }: { readonly hash: string }): string {
  return hash.replace(/^#/, "");
}
