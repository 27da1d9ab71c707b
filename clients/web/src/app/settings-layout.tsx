/** The frame of one's own settings: the same navigation as everywhere, and a list of what can be set. */
import { useDoorway } from "@cryptotracker/core/people-queries";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";

import { Icon, type IconName } from "../ui/icon";
import { useLastPortfolio } from "../ui/last-portfolio";
import { Skeleton } from "../ui/states";
import { Shell } from "./shell";

const PAGES = [
  { to: "/settings/profile", icon: "person", label: "Profile" },
  { to: "/settings/security", icon: "lock", label: "Security" },
] as const satisfies readonly Page[];
/** For those who sign in. */
const SIGNED_IN = [
  { to: "/settings/sessions", icon: "device", label: "Sessions" },
  { to: "/settings/sharing", icon: "share", label: "Sharing" },
  { to: "/settings/tokens", icon: "key", label: "Tokens" },
  { to: "/settings/log", icon: "log", label: "Activity" },
] as const satisfies readonly Page[];
const DATA = { to: "/settings/data", icon: "download", label: "Your data" } as const satisfies Page;

interface Page {
  readonly to: string;
  readonly icon: IconName;
  readonly label: string;
}

export function SettingsLayout(): ReactNode {
  const doorway = useDoorway().data;
  const portfolio = useLastPortfolio();
  const nav = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // On a phone the list is wider than the screen.
  useEffect(() => {
    nav.current?.querySelector("[aria-current]")?.scrollIntoView?.({ block: "nearest", inline: "center" });
  }, [pathname, doorway?.mode]);
  const pages = doorway?.mode === "sign-in" ? [...PAGES, ...SIGNED_IN, DATA] : [...PAGES, DATA];
  return (
    <Shell portfolio={portfolio}>
      <div className="page settings">
        <nav aria-label="Settings" ref={nav}>
          <ul>
            {pages.map(({ to, icon, label }) => (
              <li key={to}>
                <Link to={to}>
                  <Icon name={icon} />
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="stack">{doorway === undefined ? <Skeleton rows={8} label="Loading your settings" /> : <Outlet />}</div>
      </div>
    </Shell>
  );
}
