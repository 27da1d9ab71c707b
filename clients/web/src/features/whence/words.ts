/** What grades of prices and reasons of disbelief mean, in the reader's words. */
import type { Grade, Quote } from "@cryptotracker/core/market";

export const GRADES: Readonly<Record<Grade, string>> = {
  A: "two sources or more said so of late, and differ by a hundredth at most",
  B: "one source said so of late, or several that differ a little, or it was put together from such prices",
  C: "it is not of late, or the sources differ by more than a twentieth",
  D: "no source says so now: it is the last price that was believed",
  manual: "you stated it yourself",
};

const REASONS: Readonly<Record<string, string>> = {
  not_json: "the answer could not be read",
  duplicate_key: "the answer contradicts itself",
  too_deep: "the answer could not be read",
  too_large: "the answer was too large",
  compressed: "the answer was packed",
  redirected: "the source sent us elsewhere",
  error_inside: "the answer was an error",
  wrong_shape: "the answer had another shape",
  wrong_asset: "it was of another asset",
  wrong_currency: "it was in another currency",
  no_price: "there was no price",
  not_a_number: "the price was no number",
  not_positive: "the price was not above zero",
  out_of_range: "no price is that large or small",
  no_time: "it did not say when",
  wrong_time_unit: "its time was in another unit",
  in_the_future: "it was of the future",
  stale: "it was too old",
  jumped: "it was ten times the last good price, or a tenth",
  outlier: "it was far from what the others say",
  disagree: "two sources were far apart, and nothing tells which is right",
};

export function reasonWords(reason: string): string {
  return REASONS[reason] ?? reason.replaceAll("_", " ");
}

export const STATES = { up: "answers", limited: "asked us to wait", broken: "is given a rest", unasked: "not asked yet" } as const;

export function sentenceOf({ simulated, grade, path }: Quote): string {
  if (simulated) return "Made up by the simulated market, to try the product with: no market's price, and without a grade.";
  if (grade === "manual") return `You stated it yourself${path.length > 2 ? `, in ${path[1] ?? ""}` : ""}. It counts for your figures alone.`;
  const joined = path.length > 2 ? ` It was put together over ${path.slice(1, -1).join(" and ")}.` : "";
  return `${grade === null ? "It has no grade." : `Grade ${grade}: ${GRADES[grade]}.`}${joined}`;
}
