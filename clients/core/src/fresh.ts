/** Asks again for what has changed elsewhere: in another tab, on the command line. */
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import type { Heard, Live } from "./live";
import type { Page, Portfolio } from "./types";

/** Changes come in bursts; so many milliseconds are waited for the rest of one. */
const BURST = 150;

export function useFreshFigures(live: Live): void {
  const client = useQueryClient();
  useEffect(() => {
    const touched = new Set<string | null>();
    let cancel: (() => void) | null = null;
    const ask = () => {
      cancel = null;
      askAgain(client, touched);
      touched.clear();
    };
    const stop = live.start((heard) => {
      if (heard.news) {
        void client.invalidateQueries({ queryKey: ["news"] });
        return;
      }
      if (heard.first && isShown(client, heard)) return;
      touched.add(heard.portfolio);
      cancel ??= live.later(ask, BURST);
    });
    return () => {
      cancel?.();
      stop();
    };
  }, [client, live]);
}

/** Whether what is loaded, if anything is, has the version that a portfolio had when first heard of. */
function isShown(client: QueryClient, { portfolio, version }: Heard): boolean {
  const one = client.getQueryData<Portfolio>(["portfolios", portfolio]);
  const list = client.getQueryData<Page<Portfolio>>(["portfolios"]);
  const listed = list?.items.find(({ id }) => id === portfolio);
  return (one === undefined || one.version === version) && (list === undefined || listed?.version === version);
}

function askAgain(client: QueryClient, touched: ReadonlySet<string | null>): void {
  if (touched.has(null)) {
    void client.invalidateQueries();
    return;
  }
  void client.invalidateQueries({ queryKey: ["portfolios"] });
  void client.invalidateQueries({ queryKey: ["figure"] });
  for (const portfolio of touched) void client.invalidateQueries({ queryKey: ["portfolio", portfolio] });
}
