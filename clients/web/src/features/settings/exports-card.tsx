/** Makes an archive of all that is the reader's, says how far it is, and hands it over for as long as it is kept. */
import { useExports, useFetchExport, useStartExport } from "@cryptotracker/core/account-queries";
import { day, moment } from "@cryptotracker/core/dates";
import type { Export } from "@cryptotracker/core/identity";
import { inWords, Problem } from "@cryptotracker/core/problem";
import { STEP_UP_NEEDED } from "@cryptotracker/core/session";
import type { ReactNode } from "react";

import { FormProblem } from "../../ui/form-problem";
import { Icon } from "../../ui/icon";
import { usePreferences } from "../../ui/preferences";
import { saveFile } from "../../ui/save-file";
import { Empty, ErrorNote, Skeleton } from "../../ui/states";
import { useToast } from "../../ui/toast";

export function ExportsCard(): ReactNode {
  const exports = useExports();
  const start = useStartExport();
  const items = exports.data?.items ?? [];
  const underWay = items.some((each) => each.finished_at === null);
  return (
    <section className="card" aria-labelledby="exports">
      <div className="card-head">
        <h2 id="exports">Export</h2>
      </div>
      <div className="block">
        <p className="muted note">
          One archive with your profile, sessions, second factors, tokens and security log, and of each portfolio its settings, its transactions as a ledger file that can be imported again, and the files they were read
          from. No password and no secret is in it. It is kept for seven days.
        </p>
        <FormProblem error={start.error} />
        <button type="button" className="btn primary" disabled={start.isPending || underWay} onClick={() => start.mutate()}>
          Make an export
        </button>
      </div>
      {exports.isPending ? (
        <Skeleton rows={2} label="Loading your exports" />
      ) : exports.data === undefined ? (
        <ErrorNote what="Your exports could not be loaded" error={exports.error} onRetry={() => void exports.refetch()} />
      ) : items.length === 0 ? (
        <Empty>There is no export yet.</Empty>
      ) : (
        <ul className="rows" aria-live="polite">
          {items.map((each) => (
            <Row key={each.job} made={each} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Row({ made }: { readonly made: Export }): ReactNode {
  const { locale, zone } = usePreferences();
  const over = made.expires_at !== null && Date.parse(made.expires_at) <= Date.now();
  return (
    <li>
      <Icon name="file" />
      <span className="grow">
        <span className="strong">{`Asked for ${moment(made.created_at, zone)}`}</span>
        {over ? <span className="tag warn">Expired</span> : made.state === "failed" ? <span className="tag down">Failed</span> : null}
        {made.finished_at === null ? <Underway made={made} /> : <span className="sub">{over ? `It was kept until ${day(made.expires_at ?? "", zone)}. Make another one.` : ended(made, locale, zone)}</span>}
      </span>
      {made.state === "done" && !over ? <Download made={made} /> : null}
    </li>
  );
}

function Underway({ made }: { readonly made: Export }): ReactNode {
  const { done, total } = made.progress;
  const known = total !== null && total > 0 ? { value: Math.min(done, total), max: total } : {};
  const written = total === null ? "It is being written." : `${done} of ${total} portfolios are written.`;
  return (
    <>
      <progress aria-label="Progress of the export" {...known} />
      <span className="sub">{made.state === "waiting" ? "It waits for its turn. You may leave this page." : `${written} You may leave this page.`}</span>
    </>
  );
}

function Download({ made }: { readonly made: Export }): ReactNode {
  const fetched = useFetchExport();
  const { zone } = usePreferences();
  const toast = useToast();
  const save = () =>
    fetched.mutate(made.job, {
      onSuccess: (file) => {
        if (file instanceof Blob) saveFile(file, `cryptotracker-${made.created_at.slice(0, 10)}.zip`);
      },
      onError: (error) => {
        if (!(error instanceof Problem && error.type === STEP_UP_NEEDED)) toast(`The export could not be fetched. ${inWords(error).detail}`);
      },
    });
  return (
    <button type="button" className="btn" aria-label={`Download the export of ${moment(made.created_at, zone)}`} disabled={fetched.isPending} onClick={save}>
      <Icon name="download" small />
      {fetched.isPending ? "Fetching…" : "Download"}
    </button>
  );
}

function ended({ state, bytes, expires_at: until }: Export, locale: string, zone: string): string {
  if (state === "failed") return "Nothing of it was kept. Make another one; if that fails too, whoever runs this place finds the reason in the log.";
  if (state === "cancelled" || until === null) return "It was cancelled, and nothing of it was kept.";
  return `${size(bytes ?? 0, locale)}, kept until ${day(until, zone)}`;
}

/** `1.2 MB`: of a thousand each, as the reader's own machine will show it. */
function size(bytes: number, locale: string): string {
  const [unit, value] = bytes < 1e6 ? (["kilobyte", Math.max(bytes / 1e3, 0.1)] as const) : bytes < 1e9 ? (["megabyte", bytes / 1e6] as const) : (["gigabyte", bytes / 1e9] as const);
  return new Intl.NumberFormat(locale, { style: "unit", unit, maximumFractionDigits: 1 }).format(value);
}
