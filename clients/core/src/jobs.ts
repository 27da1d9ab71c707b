/** What the server does in the background, as docs/reference/http.md describes it. */

/** Work in the background; what an import found is an import of its own. */
export interface Job {
  readonly job: string;
  readonly kind: string;
  readonly portfolio: string | null;
  readonly state: "waiting" | "running" | "done" | "failed" | "cancelled";
  readonly file: string | null;
  readonly cancel_requested: boolean;
  readonly progress: { readonly done: number; readonly total: number | null; readonly text: string };
  readonly result: { readonly import?: string; readonly added?: number } | null;
  /** What it failed of, as the request itself would have been answered. */
  readonly problem: unknown;
  readonly finished_at: string | null;
}

/** A job as it was told takes its place among those that are listed, or stands before them: the newest is the first. */
export function withJob(listed: readonly Job[], told: Job): readonly Job[] {
  return listed.some(({ job }) => job === told.job) ? listed.map((each) => (each.job === told.job ? told : each)) : [told, ...listed];
}
