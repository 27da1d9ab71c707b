/** Carries the core's requests by the browser's fetch. */
import type { Answer, Ask } from "@cryptotracker/core/api";

const BASE = "/api/v1";
const CSRF = "__Host-ct-csrf";

export async function send({ method, path, headers, body, signal }: Ask): Promise<Answer> {
  const token = method === "GET" ? null : csrfToken();
  const response = await fetch(BASE + path, {
    method,
    headers: token === null ? headers : { ...headers, "x-csrf-token": token },
    credentials: "same-origin",
    signal: signal instanceof AbortSignal ? signal : null,
    body: typeof body === "string" || body instanceof FormData || body instanceof Blob ? body : null,
  });
  const type = response.headers.get("content-type") ?? "";
  return { ok: response.ok, status: response.status, body: await read(response, type) };
}

/** An archive stays a file of the browser's: it may be larger than what a script should hold. */
function read(response: Response, type: string): Promise<unknown> {
  if (response.status === 204) return Promise.resolve(null);
  if (type.startsWith("application/zip")) return response.blob();
  if (type.startsWith("image/")) return response.arrayBuffer().then((picture) => dataUrl(type, picture));
  return /\bjson\b/.test(type) ? response.json() : response.text();
}

/** A picture as the page may show it: from nowhere but itself. */
function dataUrl(type: string, picture: ArrayBuffer): string {
  return `data:${type};base64,${btoa(Array.from(new Uint8Array(picture), (byte) => String.fromCharCode(byte)).join(""))}`;
}

/** What proves that a request comes from this page; there is one for as long as somebody is signed in. */
export function csrfToken(): string | null {
  const found = document.cookie.split("; ").find((cookie) => cookie.startsWith(`${CSRF}=`));
  return found === undefined ? null : decodeURIComponent(found.slice(CSRF.length + 1));
}

export function dropCsrfToken(): void {
  document.cookie = `${CSRF}=; Path=/; Secure; SameSite=Strict; Max-Age=0`;
}

/** Random bytes: the browser's own UUIDs are there on secure pages only. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
