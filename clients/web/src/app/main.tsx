import "@fontsource-variable/ibm-plex-sans/wght.css";
import "@fontsource/ibm-plex-mono/latin-400.css";
import "../ui/tokens.css";
import "../ui/base.css";
import "../ui/figures.css";
import "../ui/shell.css";
import "../ui/print.css";

import { Api } from "@cryptotracker/core/api";
import { DoorContext } from "@cryptotracker/core/people-queries";
import { LiveContext } from "@cryptotracker/core/live-context";
import { ApiContext, retry } from "@cryptotracker/core/queries";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createBrowserHistory, RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { ToastProvider } from "../ui/toast";
import { live } from "./connection";
import { SessionEvents } from "./entrance";
import { OwnPreferences } from "./own-preferences";
import { routerOn } from "./router";
import { door, session } from "./session";
import { newKey } from "./wire";

const api = new Api(session.send, newKey);
const FRESH_FOR = 15_000;
// "always": the server may be this very machine, so being offline is no reason not to ask.
const queries = { retry, staleTime: FRESH_FOR, networkMode: "always" } as const;
const router = routerOn(createBrowserHistory());
const client = new QueryClient({ defaultOptions: { queries, mutations: { networkMode: "always" } } });

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element with the id root");
createRoot(root).render(
  <StrictMode>
    <ApiContext value={api}>
      <DoorContext value={door}>
        <QueryClientProvider client={client}>
          <LiveContext value={live}>
            <SessionEvents />
            <OwnPreferences>
              <ToastProvider>
                <RouterProvider router={router} />
              </ToastProvider>
            </OwnPreferences>
          </LiveContext>
        </QueryClientProvider>
      </DoorContext>
    </ApiContext>
  </StrictMode>,
);
