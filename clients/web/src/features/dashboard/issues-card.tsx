/** What stands between the figures and certainty, worst first. */
import { useIssues } from "@cryptotracker/core/queries";
import { type ReactNode, useState } from "react";

import { Icon } from "../../ui/icon";
import { masked } from "../../ui/masked";
import { ErrorNote, Skeleton } from "../../ui/states";
import { useView } from "../../ui/view";

const FIRST = 3;

export function IssuesCard(): ReactNode {
  const { portfolio, hidden } = useView();
  const issues = useIssues(portfolio);
  const [all, setAll] = useState(false);
  if (issues.isError) return <ErrorNote what="The list of things to fix could not be loaded" error={issues.error} onRetry={() => void issues.refetch()} />;
  if (issues.isPending) {
    return (
      <section className="card">
        <Skeleton rows={3} label="Loading things to fix" />
      </section>
    );
  }
  const items = [...issues.data.items].sort((a, b) => Number(b.severity === "error") - Number(a.severity === "error"));
  if (items.length === 0) {
    return (
      <section className="card pad settled" aria-label="Things to fix">
        <Icon name="done" />
        <h2>All figures are settled</h2>
      </section>
    );
  }
  return (
    <section className="card pad" aria-labelledby="to-fix" id="issues">
      <div className="row between">
        <h2 id="to-fix">{items.length === 1 ? "1 thing to fix" : `${items.length} things to fix`}</h2>
        {items.length > FIRST ? (
          <button type="button" className="link small" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? "Show fewer" : "Show all"}
          </button>
        ) : null}
      </div>
      <ul className="issues">
        {items.slice(0, all ? items.length : FIRST).map((issue, index) => (
          <li key={index}>
            <span className={issue.severity === "error" ? "down" : "warn"}>
              <Icon name="warning" small />
            </span>
            <span>
              <span className="vh">{issue.severity}: </span>
              {masked(issue.message, hidden)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
