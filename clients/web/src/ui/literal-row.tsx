/** A row as its file has it, and its cells by the header's names; hidden whole when amounts are, since any cell may be one. */
import type { LiteralRow } from "@cryptotracker/core/types";
import type { ReactNode } from "react";

import "./literal-row.css";
import { useView } from "./view";

export function Literal({ row }: { readonly row: LiteralRow }): ReactNode {
  const { hidden } = useView();
  if (hidden) return <pre>•••••</pre>;
  const cells = row.cells.filter((cell) => cell.value !== "");
  return (
    <>
      <pre data-testid="literal-row">{row.text}</pre>
      {row.cut ? <p className="small muted">The row goes on; this is its beginning.</p> : null}
      {cells.length > 0 ? (
        <dl className="cells">
          {cells.map((cell, index) => (
            <div key={index}>
              <dt>{cell.name || "no name"}</dt>
              <dd>{cell.value}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </>
  );
}

/** The same, folded away below something that was made of it. */
export function FoldedLiteral({ row }: { readonly row: LiteralRow | null }): ReactNode {
  if (row === null) return null;
  return (
    <details className="folded">
      <summary className="small muted">Row in the file</summary>
      <div className="raw">
        <Literal row={row} />
      </div>
    </details>
  );
}
