/** Hands rows back as a file that a spreadsheet opens; every digit is kept. */

import { saveFile } from "./save-file";

export type Cells = readonly (string | number | null)[];

/** What is not known is an empty cell. */
export function csv(head: readonly string[], rows: readonly Cells[]): string {
  return [head, ...rows].map((row) => `${row.map((each) => cell(each === null ? "" : String(each))).join(",")}\r\n`).join("");
}

export function save(text: string, name: string): void {
  saveFile(new Blob([text], { type: "text/csv" }), name);
}

/** A spreadsheet would run a cell that begins like a formula; an apostrophe keeps it text. A number may keep its minus. */
function cell(text: string): string {
  const safe = /^[=+@\t\r]|^-(?!\d+(\.\d+)?$)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
