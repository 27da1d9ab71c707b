/** Hands the rows that could not be read back as a file. */
import type { RejectedRow } from "@cryptotracker/core/types";

import { csv, save } from "../../ui/csv";

const COLUMNS = ["line", "column", "value", "reason"] as const;

export function csvOf(rows: readonly Pick<RejectedRow, (typeof COLUMNS)[number]>[]): string {
  return csv(COLUMNS, rows.map((row) => COLUMNS.map((name) => row[name])));
}

export function download(rows: readonly Pick<RejectedRow, (typeof COLUMNS)[number]>[], name: string): void {
  save(csvOf(rows), name);
}
