/** The parts of a figure as a list that opens: arrows walk, Enter opens, values stand on one right edge. */
import { type Decimal, negate, roundTogether } from "@cryptotracker/core/decimal";
import { places } from "@cryptotracker/core/money";
import type { Figure, FigurePart, FigureRow } from "@cryptotracker/core/types";
import { type KeyboardEvent, type ReactNode, useId, useState } from "react";

import { Icon } from "../../ui/icon";
import { Literal } from "../../ui/literal-row";
import { masked } from "../../ui/masked";
import { useView } from "../../ui/view";
import { useWrite } from "./write";

export function PartTree({ figure }: { readonly figure: Figure }): ReactNode {
  const write = useWrite();
  const { value, low, high, unit } = figure;
  const parts = figure.parts.filter((part) => part.sign !== "=");
  const signed = figure.ref.includes(":gain") || figure.ref.includes(":disposal");
  const total = value !== null ? (signed ? write.signed(value, unit) : write.plain(value, unit)) : low !== null && high !== null ? `${write.signed(low, unit)} to ${write.signed(high, unit)}` : "unknown";
  return (
    <ul className="tree" aria-label="How the figure is made up" onKeyDown={walk}>
      <Parts parts={parts} />
      <li className="res">
        <div className="node">
          <span />
          <span className="op">=</span>
          <span className="lab">{resultName(figure.ref)}</span>
          <span className="val">
            <span>{total}</span>
          </span>
        </div>
      </li>
    </ul>
  );
}

/** Parts in the portfolio's money share out their cents, so that what is shown adds up. */
function Parts({ parts }: { readonly parts: readonly FigurePart[] }): ReactNode {
  const { style } = useView();
  const summed = parts.every((part) => part.value !== null && part.unit === style.currency);
  const signed = parts.map((part) => (isLess(part) ? negate(part.value ?? "0") : (part.value ?? "0")));
  const shown = summed ? roundTogether(signed, places(style)) : [];
  return parts.map((part, index) => {
    const cents = shown[index];
    const value = cents === undefined ? part.value : isLess(part) ? negate(cents) : cents;
    return <Part key={index} part={part} value={value} first={index === 0} />;
  });
}

function isLess(part: FigurePart): boolean {
  return part.sign === "−" || part.sign === "-";
}

interface PartProps {
  readonly part: FigurePart;
  /** What is shown of the part's value. */
  readonly value: Decimal | null;
  readonly first: boolean;
}

function Part({ part, value, first }: PartProps): ReactNode {
  const [open, setOpen] = useState(false);
  const { explain, hidden } = useView();
  const further = useFurther(part);
  const id = useId();
  const opens = part.parts.length > 0 || part.rows.length > 0;
  if (!opens && further === null) {
    return (
      <li>
        <div className="node">
          <span />
          <Line part={part} value={value} first={first} />
        </div>
      </li>
    );
  }
  // A part with nothing inside that is a figure of its own leads to that figure's explanation.
  const act = () => (opens || further === null ? setOpen(!open) : explain(further));
  return (
    <li>
      <button type="button" className="node" aria-expanded={opens ? open : undefined} aria-controls={opens && open ? id : undefined} onClick={act}>
        <Icon name={open ? "chevron-down" : "chevron-right"} small />
        <Line part={part} value={value} first={first} />
      </button>
      {open ? (
        <div id={id}>
          <Inside part={part} />
          {further === null ? null : (
            <button type="button" className="link small further" onClick={() => explain(further)}>
              Explain {masked(part.label, hidden)}
            </button>
          )}
        </div>
      ) : null}
    </li>
  );
}

function Line({ part, value, first }: PartProps): ReactNode {
  const write = useWrite();
  const { hidden } = useView();
  const sign = { "-": "−", "+": first ? "" : "+" }[part.sign] ?? part.sign;
  return (
    <>
      <span className="op">{sign}</span>
      <span className="lab">{masked(part.label, hidden)}</span>
      <span className="val" title={part.value === null ? undefined : write.full(part.value, part.unit)}>
        {value === null ? "unknown" : write.plain(value, part.unit)}
      </span>
    </>
  );
}

function Inside({ part }: { readonly part: FigurePart }): ReactNode {
  return (
    <>
      {part.rows.map((row, index) => (
        <Raw key={index} row={row} />
      ))}
      {part.parts.length > 0 ? (
        <ul>
          <Parts parts={part.parts} />
        </ul>
      ) : null}
    </>
  );
}

/** The name of the figure a part is, when it is one and not the one already on screen. */
function useFurther({ ref }: FigurePart): string | null {
  const { portfolio, explained } = useView();
  if (ref === null || !ref.startsWith(`${portfolio}:`)) return null;
  const figure = ref.slice(portfolio.length + 1);
  return figure === explained ? null : figure;
}

/** The row as the file has it, and what was read from it. */
function Raw({ row }: { readonly row: FigureRow }): ReactNode {
  const { hidden } = useView();
  return (
    <div className="raw" data-testid="raw-row">
      <p className="small muted">{row.line === null ? row.file : `${row.file}, line ${row.line}`}</p>
      {row.literal === null ? null : <Literal row={row.literal} />}
      <p className="small muted">What was read</p>
      <pre>{hidden ? "•••••" : row.raw}</pre>
      {row.missing === null ? null : <p className="small muted">{`The row as it was written cannot be shown: ${row.missing}.`}</p>}
    </div>
  );
}

function resultName(ref: string): string {
  const [, kind = ""] = ref.split(":");
  return { value: "Total value", cost_basis: "Cost basis", unrealised: "Unrealised gain", gain: "Gain", disposal: "Gain", fee: "Gain", holding: "Holding", income: "Income" }[kind] ?? "Total";
}

function walk(event: KeyboardEvent<HTMLUListElement>): void {
  const nodes = [...event.currentTarget.querySelectorAll<HTMLButtonElement>("button.node")];
  const at = nodes.findIndex((node) => node === document.activeElement);
  if (at < 0) return;
  const here = nodes[at];
  const expanded = here?.getAttribute("aria-expanded") === "true";
  if (event.key === "ArrowDown") nodes[at + 1]?.focus();
  else if (event.key === "ArrowUp") nodes[at - 1]?.focus();
  else if (event.key === "ArrowRight" && !expanded) here?.click();
  else if (event.key === "ArrowLeft" && expanded) here?.click();
  else return;
  event.preventDefault();
}
