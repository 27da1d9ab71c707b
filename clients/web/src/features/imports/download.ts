/** Hands the rows that could not be read back as a file. */
import type { RejectedRow } from "@cryptotracker/core/types";

import { saveFile } from "../../ui/save-file";

const COLUMNS = ["line", "column", "value", "reason"] as const;

export function csvOf(rows: readonly RejectedRow[]): string {
  const lines = rows.map((row) => COLUMNS.map((name) => cell(String(row[name]))).join(","));
  return `${[COLUMNS.join(","), ...lines].join("\r\n")}\r\n`;
}

export function download(rows: readonly RejectedRow[], name: string): void {
  saveFile(new Blob([csvOf(rows)], { type: "text/csv" }), name);
}

/** A spreadsheet would run a cell that begins like a formula; an apostrophe keeps it text. A number may keep its minus. */
function cell(text: string): string {
  const safe = /^[=+@\t\r]|^-(?!\d+(\.\d+)?$)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
