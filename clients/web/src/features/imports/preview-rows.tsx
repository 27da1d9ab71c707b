/** The rows behind a count: line, what it becomes, or why it cannot be read. */
import { day } from "@cryptotracker/core/dates";
import { count } from "@cryptotracker/core/money";
import type { ImportReport, Leg, PreviewRow, SkippedRow, Transaction } from "@cryptotracker/core/types";
import type { ReactNode } from "react";

import { quantityText } from "../../ui/figures";
import { Icon } from "../../ui/icon";
import { FoldedLiteral } from "../../ui/literal-row";
import { masked } from "../../ui/masked";
import { useView, type View } from "../../ui/view";
import { placeName, typeName } from "../../ui/words";
import { download } from "./download";

const SHOWN = 100;

interface EventRowsProps {
  readonly rows: readonly PreviewRow[];
  readonly total: number;
  readonly outcome: "added" | "known";
}

export function EventRows({ rows, total, outcome }: EventRowsProps): ReactNode {
  const view = useView();
  if (total === 0) return <p className="pad muted">{outcome === "added" ? "No row would be added." : "No row is here already."}</p>;
  const shown = rows.slice(0, SHOWN);
  return (
    <>
      <table className="table" aria-label={outcome === "added" ? "Rows that would be added" : "Rows already here"}>
        <thead>
          <tr>
            <th scope="col" className="n">Line</th>
            <th scope="col">Date</th>
            <th scope="col">What it becomes</th>
            <th scope="col" className="place">Account</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ line, event, literal }) => (
            <tr key={`${line}:${event.event}`}>
              <td className="n mono">{line ?? ""}</td>
              <td className="nowrap">{day(event.time, view.timeZone)}</td>
              <td>
                {becomes(event, view)}
                <span className="sub place-below">{placeName(event)}</span>
                {outcome === "known" ? <span className="sub">Same as a row already here, kept once</span> : null}
                <FoldedLiteral row={literal} />
              </td>
              <td className="place">{placeName(event)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {total > shown.length ? <p className="pad small faint">{`And ${count(total - shown.length, view.style.locale)} more like these.`}</p> : null}
    </>
  );
}

export function RejectedRows({ report }: { readonly report: ImportReport }): ReactNode {
  const { style, hidden } = useView();
  const { rejected, rejected_count, file } = report;
  if (rejected_count === 0) return <p className="pad muted">Every row could be read.</p>;
  const shown = rejected.slice(0, SHOWN);
  return (
    <>
      <div className="rejected-head">
        <button type="button" className="btn" onClick={() => download(rejected, `${file.replace(/\.[^.]*$/, "")}-errors.csv`)}>
          <Icon name="download" small />
          Download errors as CSV
        </button>
      </div>
      <table className="table" aria-label="Rows with errors">
        <thead>
          <tr>
            <th scope="col" className="n">Line</th>
            <th scope="col">Column</th>
            <th scope="col">Value</th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row, index) => (
            <tr key={index}>
              <td className="n mono">{row.line}</td>
              <td className="mono">{row.column}</td>
              <td className="mono cell">{masked(row.value, hidden)}</td>
              <td>
                {masked(row.reason, hidden)}
                <FoldedLiteral row={row.literal} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rejected_count > shown.length ? <p className="pad small faint">{`And ${count(rejected_count - shown.length, style.locale)} more.`}</p> : null}
    </>
  );
}

/** Rows that are understood and make no transaction, folded away: the reader seldom wants them. */
export function SkippedRows({ rows, total }: { readonly rows: readonly SkippedRow[]; readonly total: number }): ReactNode {
  const { hidden, style } = useView();
  if (rows.length === 0) return null;
  return (
    <details className="folded">
      <summary className="small muted">Show the skipped rows</summary>
      <table className="table" aria-label="Skipped rows">
        <thead>
          <tr>
            <th scope="col" className="n">Line</th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map((row, index) => (
            <tr key={index}>
              <td className="n mono">{row.line}</td>
              <td>
                {masked(row.reason, hidden)}
                <FoldedLiteral row={row.literal} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {total > SHOWN ? <p className="pad small faint">{`And ${count(total - SHOWN, style.locale)} more.`}</p> : null}
    </details>
  );
}

function becomes(event: Transaction, view: View): string {
  const leg = (one: Leg) => quantityText(one.quantity, one.asset, view);
  const same = event.sent !== null && event.sent.asset === event.received?.asset;
  const legs = event.type === "buy" ? [event.received, event.sent] : same ? [event.sent] : [event.sent, event.received];
  const sides = legs.filter((one) => one !== null).map(leg).join(" for ");
  const fees = event.fees.map(leg).join(" and ");
  if (sides === "") return `${typeName(event)} ${fees}`;
  return `${typeName(event)} ${sides}${fees === "" ? "" : `, fee ${fees}`}`;
}
