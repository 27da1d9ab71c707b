/** Files that are read in the background: how far each has come, and a way to stop it. */
import { count } from "@cryptotracker/core/money";
import { useJobCancel, useJobs } from "@cryptotracker/core/queries";
import type { Job } from "@cryptotracker/core/jobs";
import { type ReactNode, useEffect, useRef } from "react";

import { useView } from "../../ui/view";

interface UnderwayProps {
  /** Called once for every import that was seen under way and has ended. */
  readonly onEnd: (ended: { readonly job: Job; readonly file: string }) => void;
}

export function Underway({ onEnd }: UnderwayProps): ReactNode {
  const { portfolio } = useView();
  const { data } = useJobs(portfolio);
  const cancel = useJobCancel(portfolio);
  const seen = useRef(new Set<string>());
  const imports = data?.items.filter((job) => job.kind === "import") ?? [];
  const open = imports.filter((job) => job.finished_at === null);
  useEffect(() => {
    for (const job of imports) {
      if (job.finished_at === null) seen.current.add(job.job);
      else if (seen.current.delete(job.job)) onEnd({ job, file: nameOf(job) });
    }
  });
  if (open.length === 0) return null;
  return (
    <section className="card" aria-label="Imports under way">
      <ul className="underway">
        {open.map((job) => (
          <Line key={job.job} job={job} stopping={cancel.isPending && cancel.variables === job.job} onCancel={() => cancel.mutate(job.job)} />
        ))}
      </ul>
    </section>
  );
}

function Line({ job, stopping, onCancel }: { readonly job: Job; readonly stopping: boolean; readonly onCancel: () => void }): ReactNode {
  const { style } = useView();
  const { done, total } = job.progress;
  const known = total !== null && total > 0 ? { value: Math.min(done, total), max: total } : {};
  const words = job.state === "waiting" ? "Waits for its turn." : `${count(done, style.locale)} rows read. You may leave this page.`;
  return (
    <li>
      <span className="grow">
        <span className="strong file-name">{`Adding ${nameOf(job)}`}</span>
        <progress aria-label={`Progress of ${nameOf(job)}`} {...known} />
        <span className="sub">{words}</span>
      </span>
      <button type="button" className="btn" aria-label={`Cancel import of ${nameOf(job)}`} disabled={stopping || job.cancel_requested} onClick={onCancel}>
        {stopping || job.cancel_requested ? "Cancelling…" : "Cancel"}
      </button>
    </li>
  );
}

function nameOf(job: Job): string {
  return job.file ?? "the file";
}
