/** The frame of every screen once one is in: navigation, top bar, page. */
import type { Portfolio } from "@cryptotracker/core/types";
import type { ReactNode } from "react";

import { Navigation, Tabs } from "./navigation";
import { OfflineLine, TopBar } from "./top-bar";

interface ShellProps {
  /** Null before the first one is made. */
  readonly portfolio: Portfolio | null;
  readonly issues?: number;
  readonly children: ReactNode;
}

export function Shell({ portfolio, issues = 0, children }: ShellProps): ReactNode {
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <div className="shell">
        <Navigation portfolio={portfolio} issues={issues} />
        <div>
          <TopBar portfolio={portfolio} />
          <OfflineLine />
          <main className="main" id="main" tabIndex={-1}>
            {children}
          </main>
        </div>
      </div>
      <Tabs portfolio={portfolio} issues={issues} />
    </>
  );
}
