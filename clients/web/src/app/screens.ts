/** The code of each screen, loaded when it is first opened. */
export const dashboard = () => import("../features/dashboard/dashboard-page");
export const transactions = () => import("../features/transactions/transactions-page");
export const gains = () => import("../features/gains/gains-page");
export const imports = () => import("../features/imports/import-page");
export const news = () => import("../features/news/news-page");
export const market = () => import("../features/market/market-page");
export const watchLists = () => import("../features/market/watch-lists-page");
export const ownPrices = () => import("../features/market/own-prices-page");
export const asset = () => import("../features/market/asset-page");
export const shared = () => import("../features/shares/shared-page");
export const door = {
  signIn: () => import("../features/door/sign-in-page"),
  register: () => import("../features/door/register-page"),
  verify: () => import("../features/door/verify-page"),
  recover: () => import("../features/door/recover-page"),
  farewell: () => import("../features/door/farewell-page"),
  reset: () => import("../features/door/reset-page"),
  link: () => import("../features/shares/link-page"),
} as const;
export const settings = {
  profile: () => import("../features/settings/profile-page"),
  security: () => import("../features/settings/security-page"),
  sessions: () => import("../features/settings/sessions-page"),
  sharing: () => import("../features/shares/sharing-page"),
  tokens: () => import("../features/settings/tokens-page"),
  log: () => import("../features/settings/log-page"),
  data: () => import("../features/settings/data-page"),
  deletion: () => import("../features/settings/delete-account-page"),
} as const;

/** Once one screen is open the others are fetched too, so that a server that goes away takes none with it. */
export function loadScreens(): void {
  for (const load of [dashboard, transactions, gains, imports, news, market, asset, watchLists, ownPrices, ...Object.values(settings)]) load().catch(() => undefined);
}
