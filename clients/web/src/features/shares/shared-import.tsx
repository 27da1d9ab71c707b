/** Brings a file into somebody else's portfolio, who allowed it: first what it would do, then doing it. */
import { count } from "@cryptotracker/core/money";
import { inWords } from "@cryptotracker/core/problem";
import { useSharedImport, useSharedImportUndo } from "@cryptotracker/core/share-queries";
import type { SharedImport as Report } from "@cryptotracker/core/shares";
import { type ReactNode, useState } from "react";

import { Select } from "../../ui/field";
import { Icon } from "../../ui/icon";
import { masked } from "../../ui/masked";
import { ErrorNote, Skeleton } from "../../ui/states";
import { useToast } from "../../ui/toast";
import { useView } from "../../ui/view";
import { download } from "../imports/download";
import { DropZone } from "../imports/drop-zone";
import { formatName } from "../imports/formats";
import "../imports/imports.css";
import { zones } from "../../ui/zones";

const SHOWN = 20;

export default function SharedImport({ share }: { readonly share: string }): ReactNode {
  const { style } = useView();
  const send = useSharedImport(share);
  const undo = useSharedImportUndo(share);
  const toast = useToast();
  const takeBack = ({ import: imported, file: name, added }: Report) => {
    if (imported === null) return;
    undo.mutate(imported, {
      onSuccess: () => toast(`Took back ${name}: ${rows(added, style.locale)} removed.`),
      onError: (error) => toast(`${name} could not be taken back. ${inWords(error).detail}`),
    });
  };
  const [file, setFile] = useState<File | null>(null);
  const [zone, setZone] = useState("");
  const look = (chosen: File, timeZone: string) => {
    setFile(chosen);
    setZone(timeZone);
    send.mutate({ form: formOf(chosen, true, timeZone), kept: false });
  };
  const leave = () => {
    setFile(null);
    setZone("");
    send.reset();
  };
  if (file === null) return <DropZone onFile={(chosen) => look(chosen, "")} />;
  const add = () =>
    send.mutate(
      { form: formOf(file, false, zone), kept: true },
      {
        onSuccess: (done) => {
          leave();
          toast(`Added ${rows(done.added, style.locale)} from ${done.file}.`, () => takeBack(done));
        },
      },
    );
  if (send.isError) {
    const retry = send.variables.kept ? add : () => look(file, zone);
    return (
      <>
        <ErrorNote what={send.variables.kept ? "Nothing was added" : `${file.name} could not be read`} error={send.error} onRetry={retry} />
        <div>
          <button type="button" className="btn" onClick={leave}>
            Choose another file
          </button>
        </div>
      </>
    );
  }
  if (send.data === undefined) return <div className="card"><Skeleton rows={6} label={`Reading ${file.name}`} /></div>;
  return <Outcome report={send.data} zone={zone} busy={send.isPending} onZone={(next) => look(file, next)} onAdd={add} onLeave={leave} />;
}

interface OutcomeProps {
  readonly report: Report;
  readonly zone: string;
  readonly busy: boolean;
  readonly onZone: (zone: string) => void;
  readonly onAdd: () => void;
  readonly onLeave: () => void;
}

function Outcome({ report, zone, busy, onZone, onAdd, onLeave }: OutcomeProps): ReactNode {
  const { style } = useView();
  const counts = [["Added", report.added], ["Already here", report.known], ["Needs an answer", report.needs_answer], ["Errors", report.rejected_count]] as const;
  return (
    <section className="card preview" aria-labelledby="preview-title">
      <div className="card-head">
        <div>
          <h2 id="preview-title">{`Preview of ${report.file}`}</h2>
          <p className="small muted">{`Read as ${formatName(report.format)}. Nothing is written yet.`}</p>
        </div>
      </div>
      {report.needs_answer > 0 || zone !== "" ? (
        <div className="question">
          <Icon name="question" />
          <div>
            <p className="strong">In which time zone are this file's times?</p>
            <p className="small muted">The file does not say. Days and tax years hang on it.</p>
          </div>
          <Select label="Time zone" value={zone} options={[["", "Choose a time zone"], ...zones()]} onChange={onZone} />
        </div>
      ) : null}
      <dl className="shared-totals">
        {counts.map(([label, number]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{count(number, style.locale)}</dd>
          </div>
        ))}
      </dl>
      {report.rejected_count === 0 ? null : <Rejected report={report} />}
      <div className="preview-foot">
        <p className="small muted">Your address is noted with the import, which the owner can take back too.</p>
        <button type="button" className="btn" onClick={onLeave}>
          Cancel
        </button>
        <button type="button" className="btn primary" onClick={onAdd} disabled={busy || report.added === 0}>
          {busy ? "Adding…" : report.added === 0 ? "Nothing to add" : `Add ${rows(report.added, style.locale)}`}
        </button>
      </div>
    </section>
  );
}

function Rejected({ report: { rejected, file } }: { readonly report: Report }): ReactNode {
  const { hidden } = useView();
  return (
    <div className="pad">
      <ul className="shared-rejected">
        {rejected.slice(0, SHOWN).map(({ line, column, reason }, at) => (
          <li key={at}>{`Line ${line}, ${column}: ${masked(reason, hidden)}`}</li>
        ))}
      </ul>
      <button type="button" className="btn" onClick={() => download(rejected, `${file.replace(/\.[^.]*$/, "")}-errors.csv`)}>
        <Icon name="download" small />
        Download errors as CSV
      </button>
    </div>
  );
}

function formOf(file: File, dryRun: boolean, timeZone: string): FormData {
  const form = new FormData();
  form.append("file", file, file.name);
  form.append("dry_run", String(dryRun));
  if (timeZone !== "") form.append("time_zone", timeZone);
  return form;
}

function rows(added: number, locale: string): string {
  return added === 1 ? "1 row" : `${count(added, locale)} rows`;
}
