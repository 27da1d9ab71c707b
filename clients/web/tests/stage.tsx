/** A stage for one component: a server that answers from a table, a portfolio in dollars, nothing hidden. */
import { Api, type Answer, type Ask } from "@cryptotracker/core/api";
import { ApiContext } from "@cryptotracker/core/queries";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";

import { PreferencesProvider } from "../src/ui/preferences";
import { ToastProvider } from "../src/ui/toast";
import { type View, ViewContext } from "../src/ui/view";

export const VIEW: View = {
  portfolio: "p1",
  style: { locale: "en-US", currency: "USD" },
  timeZone: "UTC",
  hidden: false,
  explained: null,
  explain: () => undefined,
};

export type Reply = (ask: Ask) => unknown;

export function Stage({ reply, view = VIEW, children }: { readonly reply: Reply; readonly view?: View; readonly children: ReactNode }): ReactNode {
  const send = (ask: Ask): Promise<Answer> => Promise.resolve({ ok: true, status: 200, body: reply(ask) });
  return (
    <ApiContext value={new Api(send, () => "key")}>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } })}>
        <PreferencesProvider>
          <ToastProvider>
            <ViewContext value={view}>{children}</ViewContext>
          </ToastProvider>
        </PreferencesProvider>
      </QueryClientProvider>
    </ApiContext>
  );
}

export function stage(children: ReactNode, reply: Reply, view: View = VIEW): void {
  render(
    <Stage reply={reply} view={view}>
      {children}
    </Stage>,
  );
}
