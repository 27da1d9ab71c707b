/** What a file would do, before it does anything: four counts, the rows behind them, the question it leaves. */
import { count } from "@cryptotracker/core/money";
import type { ImportReport } from "@cryptotracker/core/types";
import { type ReactNode, useState } from "react";

import { Select } from "../../ui/field";
import { Icon, type IconName } from "../../ui/icon";
import { usePreferences } from "../../ui/preferences";
import { useView } from "../../ui/view";
import { zones } from "../../ui/zones";
import { formatName } from "./formats";
import { EventRows, RejectedRows, SkippedRows } from "./preview-rows";

type Tab = "added" | "known" | "needs_answer" | "rejected";

const TABS: readonly { readonly tab: Tab; readonly label: string; readonly icon: IconName; readonly look: string }[] = [
  { tab: "added", label: "Added", icon: "plus", look: "up" },
  { tab: "known", label: "Already here", icon: "check", look: "info" },
  { tab: "needs_answer", label: "Needs an answer", icon: "question", look: "warn" },
  { tab: "rejected", label: "Errors", icon: "warning", look: "down" },
];

interface PreviewProps {
  readonly report: ImportReport;
  readonly timeZone: string;
  readonly adding: boolean;
  readonly onTimeZone: (zone: string) => void;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

export function Preview({ report, timeZone, adding, onTimeZone, onConfirm, onCancel }: PreviewProps): ReactNode {
  const { style } = useView();
  const { zone } = usePreferences();
  const counts = { added: report.added, known: report.known, needs_answer: report.needs_answer, rejected: report.rejected_count };
  const [chosen, setChosen] = useState<Tab | null>(null);
  const tab = chosen ?? TABS.find((one) => counts[one.tab] > 0)?.tab ?? "added";
  const asks = report.questions.includes("time_zone") || timeZone !== "";
  return (
    <section className="card preview" aria-labelledby="preview-title">
      <div className="card-head">
        <div>
          <h2 id="preview-title">{`Preview of ${report.file}`}</h2>
          <p className="small muted">
            {`Read as ${formatName(report.format)}. Nothing is written yet.`}
            {report.skipped ? ` ${rowsOf(report.skipped, style.locale)} skipped: part of others or totals, no transactions of their own.` : ""}
          </p>
          <SkippedRows rows={report.skipped_rows ?? []} total={report.skipped ?? 0} />
        </div>
      </div>
      {asks ? (
        <div className="question">
          <Icon name="question" />
          <div>
            <p className="strong">In which time zone are this file's times?</p>
            <p className="small muted">The file does not say. Days and tax years hang on it.</p>
          </div>
          <Select label="Time zone" value={timeZone} options={[["", "Choose a time zone"], ...zones(zone)]} onChange={onTimeZone} />
        </div>
      ) : null}
      <div className="counts" role="tablist" aria-label="What the file would do">
        {TABS.map((one) => (
          <button key={one.tab} type="button" role="tab" id={`tab-${one.tab}`} aria-selected={one.tab === tab} aria-controls="preview-rows" tabIndex={one.tab === tab ? 0 : -1} onClick={() => setChosen(one.tab)} onKeyDown={(event) => stepTab(event.key, one.tab, setChosen)}>
            <span className={counts[one.tab] > 0 ? one.look : "faint"}>
              <Icon name={one.icon} small />
            </span>
            <span className="number">{count(counts[one.tab], style.locale)}</span>{" "}
            <span className="label">{one.label}</span>
          </button>
        ))}
      </div>
      <div id="preview-rows" role="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={0} className="preview-rows">
        {tab === "rejected" ? (
          <RejectedRows report={report} />
        ) : tab === "needs_answer" ? (
          <p className="pad muted">{counts.needs_answer === 0 ? "No row waits for an answer." : `${rowsOf(counts.needs_answer, style.locale)} can be read once the question above is answered.`}</p>
        ) : (
          <EventRows rows={report.rows.filter((row) => row.outcome === tab)} total={counts[tab]} outcome={tab} />
        )}
      </div>
      <div className="preview-foot">
        <p className="small muted">{footWords(report)}</p>
        <button type="button" className="btn" onClick={onCancel}>
          Cancel
        </button>
        <button type="button" className="btn primary" onClick={onConfirm} disabled={adding || report.added === 0}>
          {adding ? "Adding…" : report.added === 0 ? "Nothing to add" : `Add ${rowsOf(report.added, style.locale)}`}
        </button>
      </div>
    </section>
  );
}

function stepTab(key: string, from: Tab, choose: (tab: Tab) => void): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
  if (step === undefined) return;
  const at = TABS.findIndex((one) => one.tab === from);
  const next = TABS[(at + step + TABS.length) % TABS.length];
  if (next === undefined) return;
  choose(next.tab);
  document.getElementById(`tab-${next.tab}`)?.focus();
}

function footWords({ needs_answer, rejected_count }: ImportReport): string {
  if (needs_answer > 0) return "Rows that need an answer stay out until it is given.";
  if (rejected_count > 0) return "Rows with errors stay out; the others can be added.";
  return "The whole import can be undone later.";
}

function rowsOf(number: number, locale: string): string {
  return number === 1 ? "1 row" : `${count(number, locale)} rows`;
}
