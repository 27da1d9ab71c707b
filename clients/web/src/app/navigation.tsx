/** The way between screens: a column on the left, tabs at the bottom of a phone. */
import type { Portfolio } from "@cryptotracker/core/types";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { Icon, type IconName, Mark } from "../ui/icon";

interface NavigationProps {
  /** Null before the first one is made. */
  readonly portfolio: Portfolio | null;
  readonly issues: number;
}

const PAGES = [
  { to: "/p/$portfolio", icon: "dashboard", label: "Dashboard", short: "Home" },
  { to: "/p/$portfolio/transactions", icon: "transactions", label: "Transactions", short: "Transactions" },
  { to: "/p/$portfolio/gains", icon: "gains", label: "Gains", short: "Gains" },
  { to: "/p/$portfolio/import", icon: "import", label: "Import", short: "Import" },
] as const satisfies readonly { readonly to: string; readonly icon: IconName; readonly label: string; readonly short: string }[];

const EXACT = { exact: true, includeSearch: false } as const;

export function Navigation({ portfolio, issues }: NavigationProps): ReactNode {
  const entry = (page: (typeof PAGES)[number]) => portfolio === null ? null : (
    <li key={page.to}>
      <Link to={page.to} params={{ portfolio: portfolio.id }} activeOptions={EXACT} title={page.label}>
        <Icon name={page.icon} />
        <span className="label">{page.label}</span>
        {page.label === "Dashboard" ? <Count issues={issues} /> : null}
      </Link>
    </li>
  );
  return (
    <nav className="nav" aria-label="Main">
      <Link className="brand" to="/" activeProps={{ "aria-current": undefined }}>
        <Mark />
        <span>CryptoTracker</span>
      </Link>
      {portfolio === null ? null : (
        <section>
          <h2>Portfolio</h2>
          <ul>{PAGES.slice(0, 3).map(entry)}</ul>
        </section>
      )}
      <section>
        <h2>Market</h2>
        <ul>
          <li>
            <Link to="/market" title="Prices">
              <Icon name="market" />
              <span className="label">Prices</span>
            </Link>
          </li>
          <li>
            <Link to="/watch-lists" title="Watch-lists">
              <Icon name="list" />
              <span className="label">Watch-lists</span>
            </Link>
          </li>
          <li>
            <Link to="/own-prices" title="Own prices">
              <Icon name="pencil" />
              <span className="label">Own prices</span>
            </Link>
          </li>
          <li>
            <Link to="/news" activeOptions={EXACT} title="News">
              <Icon name="news" />
              <span className="label">News</span>
            </Link>
          </li>
        </ul>
      </section>
      <section>
        <h2>Set up</h2>
        <ul>
          {PAGES.slice(3).map(entry)}
          <li>
            <Link to="/settings" title="Settings">
              <Icon name="settings" />
              <span className="label">Settings</span>
            </Link>
          </li>
        </ul>
      </section>
    </nav>
  );
}

export function Tabs({ portfolio, issues }: NavigationProps): ReactNode {
  if (portfolio === null) return null;
  return (
    <nav className="tabs" aria-label="Tabs">
      {PAGES.map((page) => (
        <Link key={page.to} to={page.to} params={{ portfolio: portfolio.id }} activeOptions={EXACT}>
          <Icon name={page.icon} />
          <span>{page.short}</span>
          {page.label === "Dashboard" ? <Count issues={issues} /> : null}
        </Link>
      ))}
      <Link to="/market">
        <Icon name="market" />
        <span>Market</span>
      </Link>
    </nav>
  );
}

function Count({ issues }: { readonly issues: number }): ReactNode {
  if (issues === 0) return null;
  return (
    <span className="count">
      {issues}
      <span className="vh"> {issues === 1 ? "thing to fix" : "things to fix"}</span>
    </span>
  );
}
