/** The parts of a shared portfolio, one of them shown. */
import { type KeyboardEvent, type ReactNode, useEffect } from "react";

import type { Tab } from "./search";

const LABELS: Readonly<Record<Tab, string>> = { overview: "Overview", transactions: "Transactions", gains: "Gains", comments: "Comments", import: "Import" };

interface TabsProps {
  readonly tabs: readonly Tab[];
  readonly shown: Tab;
  readonly onTab: (tab: Tab) => void;
}

export function Tabs({ tabs, shown, onTab }: TabsProps): ReactNode {
  // On a phone they are a row that scrolls.
  useEffect(() => {
    document.getElementById(`tab-${shown}`)?.scrollIntoView?.({ block: "nearest", inline: "center" });
  }, [shown]);
  const keys = (event: KeyboardEvent) => {
    const step = ({ ArrowRight: 1, ArrowLeft: -1 } as Readonly<Record<string, number>>)[event.key];
    if (step === undefined) return;
    const next = tabs[(tabs.indexOf(shown) + step + tabs.length) % tabs.length];
    if (next === undefined) return;
    onTab(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div className="shared-tabs" role="tablist" aria-label="Parts of the portfolio" onKeyDown={keys}>
      {tabs.map((tab) => (
        <button key={tab} type="button" role="tab" id={`tab-${tab}`} aria-selected={tab === shown} aria-controls={tab === shown ? "shared-tab" : undefined} tabIndex={tab === shown ? 0 : -1} onClick={() => onTab(tab)}>
          {LABELS[tab]}
        </button>
      ))}
    </div>
  );
}
