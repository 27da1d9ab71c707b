/** Which address shows which screen; each screen is loaded when it is first opened. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from "@tanstack/react-router";

import { readSearch as readDashboard } from "../features/dashboard/search";
import { readSearch as readGains } from "../features/gains/search";
import { readSearch as readTransactions } from "../features/transactions/search";
import { Failed } from "./failed";
import { Home } from "./home";
import { Lost } from "./lost";
import { PortfolioLayout } from "./portfolio-layout";
import * as screens from "./screens";

export interface LayoutSearch {
  /** The figure that the drawer explains, such as `gain:2026`. */
  readonly explain?: string | undefined;
}

function readLayout(raw: Record<string, unknown>): LayoutSearch {
  return typeof raw["explain"] === "string" ? { explain: raw["explain"] } : {};
}

const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: Lost });
const homeRoute = createRoute({ getParentRoute: () => rootRoute, path: "/", component: Home });
const portfolioRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/p/$portfolio",
  validateSearch: readLayout,
  component: PortfolioLayout,
});
const dashboardRoute = createRoute({
  getParentRoute: () => portfolioRoute,
  path: "/",
  validateSearch: readDashboard,
  component: lazyRouteComponent(screens.dashboard, "DashboardPage"),
});
const transactionsRoute = createRoute({
  getParentRoute: () => portfolioRoute,
  path: "/transactions",
  validateSearch: readTransactions,
  component: lazyRouteComponent(screens.transactions, "TransactionsPage"),
});
const gainsRoute = createRoute({
  getParentRoute: () => portfolioRoute,
  path: "/gains",
  validateSearch: readGains,
  component: lazyRouteComponent(screens.gains, "GainsPage"),
});
const importRoute = createRoute({
  getParentRoute: () => portfolioRoute,
  path: "/import",
  component: lazyRouteComponent(screens.imports, "ImportPage"),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    homeRoute,
    portfolioRoute.addChildren([dashboardRoute, transactionsRoute, gainsRoute, importRoute]),
  ]),
  defaultErrorComponent: Failed,
  defaultPreload: "intent",
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
