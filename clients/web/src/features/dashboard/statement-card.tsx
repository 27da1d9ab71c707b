/** How the total value adds up: parts above, total under a double rule. */
import { compare, sum } from "@cryptotracker/core/decimal";
import { HIDDEN, money, quantity, signedMoney } from "@cryptotracker/core/money";
import type { Holdings } from "@cryptotracker/core/types";
import type { ReactNode } from "react";

import { Explain } from "../../ui/figures";
import { useView } from "../../ui/view";
import { known, type Statement, type StatementLine } from "./ledger";

export function StatementCard({ statement, holdings }: { readonly statement: Statement; readonly holdings: Holdings }): ReactNode {
  const view = useView();
  const total = view.hidden ? HIDDEN : money(statement.total, view.style);
  return (
    <section className="card pad" aria-labelledby="adds-up">
      <h2 id="adds-up">How it adds up</h2>
      <table className="sum">
        <tbody>
          {statement.lines.map((line) => (
            <Line key={line.kind + line.label} line={line} holdings={holdings} />
          ))}
          <tr className="total">
            <th scope="row">{statement.unpriced.length > 0 ? "Value of what has a price" : "Total value"}</th>
            <td>
              <span data-testid="statement-total">{total}</span>
            </td>
          </tr>
        </tbody>
      </table>
      {statement.unpriced.length > 0 ? (
        <p className="small faint note">{`${statement.unpriced.join(", ")}: no price, so not counted.`}</p>
      ) : null}
    </section>
  );
}

function Line({ line, holdings }: { readonly line: StatementLine; readonly holdings: Holdings }): ReactNode {
  const view = useView();
  const said = line.kind === "gain" ? signedMoney(line.value, view.style) : money(line.value, view.style);
  const says = view.hidden ? HIDDEN : said;
  if (line.kind === "cost") {
    return (
      <tr>
        <th scope="row">{line.label}</th>
        <td>
          <Explain figure="cost_basis" label={line.label} says={says}>
            {says}
          </Explain>
        </td>
      </tr>
    );
  }
  return (
    <tr>
      <th scope="row">{line.kind === "gain" ? line.label : <Uncosted asset={line.label} holdings={holdings} />}</th>
      <td>{says}</td>
    </tr>
  );
}

function Uncosted({ asset, holdings }: { readonly asset: string; readonly holdings: Holdings }): ReactNode {
  const view = useView();
  const whole = sum(known(holdings.assets.filter((one) => one.asset === asset).map((one) => one.quantity)));
  const { whole: digits, fraction } = quantity(whole, view.style.locale, 4);
  const amount = view.hidden ? HIDDEN : digits + fraction;
  const missing = holdings.issues.filter((issue) => issue.asset === asset && issue.quantity !== null);
  const part = missing.length > 0 && compare(sum(known(missing.map((issue) => issue.quantity))), whole) < 0;
  return (
    <button type="button" className="link" onClick={() => view.explain(`holding:${asset}`)}>
      {`${amount} ${asset}, ${part ? "cost partly unknown" : "cost unknown"}`}
    </button>
  );
}
