/** Bring a file in: choose, see what it would do, confirm; and take any past import back. */
import { count } from "@cryptotracker/core/money";
import { useImportConfirm, useImportPreview, useImportStart, useImportUndo, useRefresh } from "@cryptotracker/core/queries";
import { inWords, problemFrom } from "@cryptotracker/core/problem";
import type { Job } from "@cryptotracker/core/jobs";
import type { ImportReport } from "@cryptotracker/core/types";
import { type ReactNode, useState } from "react";

import { usePageTitle } from "../../ui/page-title";
import { ErrorNote, Skeleton } from "../../ui/states";
import { useToast } from "../../ui/toast";
import { useView } from "../../ui/view";
import { DropZone } from "./drop-zone";
import "./imports.css";
import { PastImports } from "./past-imports";
import { Preview } from "./preview";
import { Underway } from "./underway";

/** Bytes; a larger file takes longer than anybody likes to look at a button. */
const LARGE = 2 * 1024 * 1024;

export function ImportPage(): ReactNode {
  const { portfolio, style } = useView();
  const [file, setFile] = useState<File | null>(null);
  const [timeZone, setTimeZone] = useState("");
  const preview = useImportPreview(portfolio);
  const confirm = useImportConfirm(portfolio);
  const start = useImportStart(portfolio);
  const [failed, setFailed] = useState<Job | null>(null);
  const undo = useImportUndo(portfolio);
  const refresh = useRefresh();
  const toast = useToast();
  usePageTitle("Import");

  const look = (chosen: File, zone: string) => {
    setFile(chosen);
    setTimeZone(zone);
    confirm.reset();
    start.reset();
    setFailed(null);
    preview.mutate(formOf(chosen, true, zone));
  };
  const leave = () => {
    setFile(null);
    preview.reset();
    confirm.reset();
    start.reset();
  };
  const takeBack = (report: Pick<ImportReport, "import" | "file" | "added">) => {
    if (report.import === null) return;
    undo.mutate(report.import, {
      onSuccess: () => toast(`Took back ${report.file}: ${rows(report.added, style.locale)} removed.`),
      onError: (error) => toast(`${report.file} could not be taken back. ${inWords(error).detail}`),
    });
  };
  const add = () => {
    if (file === null) return;
    if (file.size > LARGE) {
      start.mutate(formOf(file, false, timeZone), { onSuccess: leave });
      return;
    }
    confirm.mutate(formOf(file, false, timeZone), {
      onSuccess: (done) => {
        leave();
        toast(`Added ${rows(done.added, style.locale)} from ${done.file}.`, () => takeBack(done));
      },
    });
  };
  const ended = ({ job, file: of }: { readonly job: Job; readonly file: string }) => {
    if (job.state === "failed") setFailed(job);
    if (job.state === "cancelled") toast(`The import of ${of} was cancelled. Nothing was added.`);
    if (job.state !== "done") return;
    void refresh();
    const report = { import: job.result?.import ?? null, file: of, added: job.result?.added ?? 0 };
    toast(`Added ${rows(report.added, style.locale)} from ${of}.`, () => takeBack(report));
  };
  return (
    <div className="page narrow">
      <div className="head">
        <div>
          <h1>Import</h1>
          <p>Drop the file your exchange or wallet exports. Nothing is written before you confirm, and every import can be taken back.</p>
        </div>
      </div>
      {file === null ? <DropZone onFile={(chosen) => look(chosen, "")} /> : null}
      {file !== null && preview.isPending ? (
        <div className="card">
          <Skeleton rows={6} label={`Reading ${file.name}`} />
        </div>
      ) : null}
      {file !== null && preview.isError ? (
        <>
          <ErrorNote what={`${file.name} could not be read`} error={preview.error} onRetry={() => look(file, timeZone)} />
          <div>
            <button type="button" className="btn" onClick={leave}>
              Choose another file
            </button>
          </div>
        </>
      ) : null}
      {confirm.isError ? <ErrorNote what="Nothing was added" error={confirm.error} onRetry={add} /> : null}
      {start.isError ? <ErrorNote what="Nothing was added" error={start.error} onRetry={add} /> : null}
      {failed === null ? null : (
        <ErrorNote what={`Nothing of ${failed.file ?? "the file"} was added`} error={problemFrom(500, failed.problem)} onRetry={() => setFailed(null)} />
      )}
      <Underway onEnd={ended} />
      {file !== null && preview.data !== undefined ? (
        <Preview report={preview.data} timeZone={timeZone} adding={confirm.isPending || start.isPending} onTimeZone={(zone) => look(file, zone)} onConfirm={add} onCancel={leave} />
      ) : null}
      <PastImports onUndo={takeBack} undoing={undo.isPending ? undo.variables : null} />
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
