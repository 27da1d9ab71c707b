/** What of the news lives in the address. */
export interface NewsSearch {
  readonly show?: "mine" | "saved" | undefined;
  readonly q?: string | undefined;
}

export function readSearch(raw: Record<string, unknown>): NewsSearch {
  const show = raw["show"] === "mine" || raw["show"] === "saved" ? raw["show"] : undefined;
  const q = raw["q"] === undefined || raw["q"] === "" ? undefined : String(raw["q"]).slice(0, 200);
  return { ...(show === undefined ? {} : { show }), ...(q === undefined ? {} : { q }) };
}
