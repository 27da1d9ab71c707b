/** Every import there was, newest first; each can be taken back as a whole. */
import { moment } from "@cryptotracker/core/dates";
import { count } from "@cryptotracker/core/money";
import { useImports } from "@cryptotracker/core/queries";
import type { ImportReport } from "@cryptotracker/core/types";
import type { ReactNode } from "react";

import { Icon } from "../../ui/icon";
import { Empty, ErrorNote, Skeleton } from "../../ui/states";
import { useView } from "../../ui/view";
import { formatName } from "./formats";

interface PastImportsProps {
  readonly onUndo: (report: ImportReport) => void;
  readonly undoing: string | null;
}

export function PastImports({ onUndo, undoing }: PastImportsProps): ReactNode {
  const { portfolio } = useView();
  const imports = useImports(portfolio);
  return (
    <section className="card" aria-labelledby="past-imports">
      <div className="card-head">
        <h2 id="past-imports">Past imports</h2>
      </div>
      {imports.isPending ? (
        <Skeleton rows={4} label="Loading past imports" />
      ) : imports.data === undefined ? (
        <ErrorNote what="Past imports could not be loaded" error={imports.error} onRetry={() => void imports.refetch()} />
      ) : imports.data.items.length === 0 ? (
        <Empty>No file was imported yet.</Empty>
      ) : (
        <ul className="past">
          {imports.data.items.map((report) => (
            <Past key={report.import} report={report} onUndo={onUndo} busy={undoing === report.import} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Past({ report, onUndo, busy }: { readonly report: ImportReport; readonly onUndo: (report: ImportReport) => void; readonly busy: boolean }): ReactNode {
  const { style, timeZone } = useView();
  const parts = [
    `${count(report.added, style.locale)} added`,
    report.known > 0 ? `${count(report.known, style.locale)} already here` : "",
    report.skipped ? `${count(report.skipped, style.locale)} skipped` : "",
    report.rejected_count > 0 ? report.rejected_count === 1 ? "1 error" : `${count(report.rejected_count, style.locale)} errors` : "",
  ];
  return (
    <li>
      <Icon name="file" />
      <span className="grow">
        <span className="strong file-name">{report.file}</span>
        <span className="sub">{`${formatName(report.format)}, ${moment(report.created_at, timeZone)}`}</span>
        <span className="sub">{parts.filter((part) => part !== "").join(", ")}</span>
      </span>
      {report.state === "undone" ? (
        <span className="tag">Undone</span>
      ) : (
        <button type="button" className="btn quiet" aria-label={`Undo import of ${report.file}`} disabled={busy} onClick={() => onUndo(report)}>
          <Icon name="undo" small />
          Undo
        </button>
      )}
    </li>
  );
}
