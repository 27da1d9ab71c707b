/** Which address shows which screen; each screen is loaded when it is first opened. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect, type RouterHistory } from "@tanstack/react-router";

import { readSearch as readDashboard } from "../features/dashboard/search";
import { readFarewell, readSignIn } from "../features/door/search";
import { readSearch as readGains } from "../features/gains/search";
import { readSearch as readShared } from "../features/shares/search";
import { readAsset, readLists, readMarket, readOwnPrices } from "../features/market/search";
import { readSearch as readNews } from "../features/news/search";
import { readSearch as readTransactions } from "../features/transactions/search";
import { Entrance } from "./entrance";
import { Failed } from "./failed";
import { Home } from "./home";
import { Lost } from "./lost";
import { MarketLayout } from "./market-layout";
import { NewsLayout } from "./news-layout";
import { PortfolioLayout } from "./portfolio-layout";
import * as screens from "./screens";
import { SettingsLayout } from "./settings-layout";

export interface LayoutSearch {
  /** The asset whose price the drawer is about. */
  readonly price?: string | undefined;
  /** The figure that the drawer explains, such as `gain:2026`. */
  readonly explain?: string | undefined;
}

function readLayout(raw: Record<string, unknown>): LayoutSearch {
  const { explain, price } = raw;
  return { ...(typeof explain === "string" && { explain }), ...(typeof price === "string" && { price }) };
}

const rootRoute = createRootRoute({ component: Entrance, notFoundComponent: Lost });
/** For everyone: whoever is not signed in is led here. */
const OPEN = { open: true } as const;
const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  staticData: OPEN,
  validateSearch: readSignIn,
  component: lazyRouteComponent(screens.door.signIn, "SignInPage"),
});
const registerRoute = createRoute({ getParentRoute: () => rootRoute, path: "/register", staticData: OPEN, component: lazyRouteComponent(screens.door.register, "RegisterPage") });
const verifyRoute = createRoute({ getParentRoute: () => rootRoute, path: "/verify", staticData: OPEN, component: lazyRouteComponent(screens.door.verify, "VerifyPage") });
const recoverRoute = createRoute({ getParentRoute: () => rootRoute, path: "/recover", staticData: OPEN, component: lazyRouteComponent(screens.door.recover, "RecoverPage") });
const resetRoute = createRoute({ getParentRoute: () => rootRoute, path: "/reset", staticData: OPEN, component: lazyRouteComponent(screens.door.reset, "ResetPage") });
const farewellRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/farewell",
  staticData: OPEN,
  validateSearch: readFarewell,
  component: lazyRouteComponent(screens.door.farewell, "FarewellPage"),
});
const linkRoute = createRoute({ getParentRoute: () => rootRoute, path: "/link", staticData: OPEN, component: lazyRouteComponent(screens.door.link, "LinkPage") });

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

/** Where the letter leads that says something is shared. */
const sharedStart = createRoute({
  getParentRoute: () => rootRoute,
  path: "/shared",
  beforeLoad: () => {
    throw redirect({ to: "/settings/sharing", replace: true });
  },
});
const sharedRoute = createRoute({ getParentRoute: () => rootRoute, path: "/shared/$share", validateSearch: readShared, component: lazyRouteComponent(screens.shared, "SharedPage") });

const newsRoute = createRoute({ getParentRoute: () => rootRoute, path: "/news", validateSearch: readNews, component: NewsLayout });
const newsStart = createRoute({ getParentRoute: () => newsRoute, path: "/", component: lazyRouteComponent(screens.news, "NewsPage") });

const marketRoute = createRoute({ getParentRoute: () => rootRoute, path: "/market", validateSearch: readLayout, component: MarketLayout });
const marketStart = createRoute({ getParentRoute: () => marketRoute, path: "/", validateSearch: readMarket, component: lazyRouteComponent(screens.market, "MarketPage") });
const listsRoute = createRoute({ getParentRoute: () => rootRoute, path: "/watch-lists", validateSearch: readLayout, component: MarketLayout });
const listsStart = createRoute({ getParentRoute: () => listsRoute, path: "/", validateSearch: readLists, component: lazyRouteComponent(screens.watchLists, "WatchListsPage") });
const ownPricesRoute = createRoute({ getParentRoute: () => rootRoute, path: "/own-prices", validateSearch: readLayout, component: MarketLayout });
const ownPricesStart = createRoute({ getParentRoute: () => ownPricesRoute, path: "/", validateSearch: readOwnPrices, component: lazyRouteComponent(screens.ownPrices, "OwnPricesPage") });
const assetRoute = createRoute({ getParentRoute: () => marketRoute, path: "/$asset", validateSearch: readAsset, component: lazyRouteComponent(screens.asset, "AssetPage") });

const settingsRoute = createRoute({ getParentRoute: () => rootRoute, path: "/settings", component: SettingsLayout });
const settingsStart = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/",
  beforeLoad: () => {
    // The router has its redirects thrown.
    throw redirect({ to: "/settings/profile", replace: true });
  },
});
const profileRoute = createRoute({ getParentRoute: () => settingsRoute, path: "/profile", component: lazyRouteComponent(screens.settings.profile, "ProfilePage") });
const securityRoute = createRoute({ getParentRoute: () => settingsRoute, path: "/security", component: lazyRouteComponent(screens.settings.security, "SecurityPage") });
const sessionsRoute = createRoute({ getParentRoute: () => settingsRoute, path: "/sessions", component: lazyRouteComponent(screens.settings.sessions, "SessionsPage") });
const sharingRoute = createRoute({ getParentRoute: () => settingsRoute, path: "/sharing", component: lazyRouteComponent(screens.settings.sharing, "SharingPage") });
const tokensRoute = createRoute({ getParentRoute: () => settingsRoute, path: "/tokens", component: lazyRouteComponent(screens.settings.tokens, "TokensPage") });
const logRoute = createRoute({ getParentRoute: () => settingsRoute, path: "/log", component: lazyRouteComponent(screens.settings.log, "LogPage") });
const dataRoute = createRoute({ getParentRoute: () => settingsRoute, path: "/data", component: lazyRouteComponent(screens.settings.data, "DataPage") });
const deletionRoute = createRoute({ getParentRoute: () => settingsRoute, path: "/data/deletion", component: lazyRouteComponent(screens.settings.deletion, "DeleteAccountPage") });

const routeTree = rootRoute.addChildren([
  signInRoute,
  registerRoute,
  verifyRoute,
  recoverRoute,
  resetRoute,
  farewellRoute,
  linkRoute,
  sharedStart,
  sharedRoute,
  homeRoute,
  portfolioRoute.addChildren([dashboardRoute, transactionsRoute, gainsRoute, importRoute]),
  settingsRoute.addChildren([settingsStart, profileRoute, securityRoute, sessionsRoute, sharingRoute, tokensRoute, logRoute, dataRoute, deletionRoute]),
  marketRoute.addChildren([marketStart, assetRoute]),
  listsRoute.addChildren([listsStart]),
  ownPricesRoute.addChildren([ownPricesStart]),
  newsRoute.addChildren([newsStart]),
]);

export function routerOn(history: RouterHistory) {
  return createRouter({ routeTree, history, defaultErrorComponent: Failed, defaultPreload: "intent", scrollRestoration: true });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof routerOn>;
  }
  interface StaticDataRouteOption {
    readonly open?: boolean;
  }
}
