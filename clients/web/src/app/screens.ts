/** The code of each screen, loaded when it is first opened. */
export const dashboard = () => import("../features/dashboard/dashboard-page");
export const transactions = () => import("../features/transactions/transactions-page");
export const gains = () => import("../features/gains/gains-page");
export const imports = () => import("../features/imports/import-page");

/** Once one screen is open the others are fetched too, so that a server that goes away takes none with it. */
export function loadScreens(): void {
  for (const load of [dashboard, transactions, gains, imports]) load().catch(() => undefined);
}
