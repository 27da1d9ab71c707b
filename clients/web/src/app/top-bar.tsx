/** What concerns every screen: which portfolio, hidden amounts, theme, the way to add. */
import { useConnected } from "@cryptotracker/core/live-context";
import type { Portfolio } from "@cryptotracker/core/types";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useSyncExternalStore } from "react";

import { PortfolioSwitcher } from "../features/portfolios/portfolio-switcher";
import { Icon } from "../ui/icon";
import { Popover } from "../ui/popover";
import { THEME_NAMES, THEMES, usePreferences } from "../ui/preferences";
import { PersonMenu } from "./person-menu";

export function TopBar({ portfolio }: { readonly portfolio: Portfolio | null }): ReactNode {
  const { hidden, setHidden } = usePreferences();
  return (
    <header className="top">
      {portfolio === null ? null : <PortfolioSwitcher current={portfolio} />}
      <span className="grow" />
      <button type="button" className="btn icon-only" aria-pressed={hidden} aria-label="Hide amounts" onClick={() => setHidden(!hidden)}>
        <Icon name={hidden ? "eye-off" : "eye"} />
      </button>
      <ThemeMenu />
      <PersonMenu />
      {portfolio === null ? null : (
        <Link className="btn add" to="/p/$portfolio/import" params={{ portfolio: portfolio.id }} activeProps={{ hidden: true }}>
          <Icon name="plus" />
          Add
        </Link>
      )}
    </header>
  );
}

function ThemeMenu(): ReactNode {
  const { theme, setTheme } = usePreferences();
  return (
    <Popover label="Theme" trigger={<Icon name="theme" />} className="btn icon-only" align="end" closeOnChoice>
      {THEMES.map((name) => (
        <button key={name} type="button" className="item" aria-pressed={name === theme} onClick={() => setTheme(name)}>
          {name === theme ? <Icon name="check" small /> : <span className="room" />}
          {THEME_NAMES[name]}
        </button>
      ))}
    </Popover>
  );
}

export function OfflineLine(): ReactNode {
  const online = useSyncExternalStore(watchConnection, () => navigator.onLine);
  const connected = useConnected();
  if (online && connected) return null;
  return (
    <p className="offline" role="status">
      <Icon name="offline" small />
      {online ? "The server cannot be reached." : "You are offline."} Figures are as of their last loading.
    </p>
  );
}

function watchConnection(changed: () => void): () => void {
  addEventListener("online", changed);
  addEventListener("offline", changed);
  return () => {
    removeEventListener("online", changed);
    removeEventListener("offline", changed);
  };
}
