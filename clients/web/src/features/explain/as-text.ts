import type { Figure, FigurePart } from "@cryptotracker/core/types";

/** The whole explanation as plain text with every digit, to paste into a letter. */
export function asText(figure: Figure): string {
  const total = `= ${figure.value ?? `${figure.low ?? "unknown"} to ${figure.high ?? "unknown"}`} ${figure.unit}`;
  const sources = figure.sources.map((source) => `${source.kind}: ${source.text}`);
  return [figure.title, figure.sentence, ...figure.parts.flatMap((part) => lines(part, 1)), total, ...sources].join("\n");
}

function lines(part: FigurePart, depth: number): readonly string[] {
  const indent = "  ".repeat(depth);
  const rows = part.rows.flatMap((row) => [
    `${indent}  ${row.file}, line ${row.line ?? "?"}: ${row.raw}`,
    ...(row.literal === null ? [] : [`${indent}    ${row.literal.text}`]),
  ]);
  const own = `${indent}${part.sign} ${part.label}: ${part.value ?? "unknown"} ${part.unit}`;
  return [own, ...rows, ...part.parts.flatMap((inner) => lines(inner, depth + 1))];
}
