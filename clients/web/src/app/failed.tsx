/** Stands in a screen's place when its code did not arrive or broke. */
import { Problem } from "@cryptotracker/core/problem";
import type { ReactNode } from "react";

import { ErrorNote } from "../ui/states";
import { send } from "./wire";

const DETAIL = "Nothing was changed. Check that the server runs, then try again.";

export function Failed({ error }: { readonly error: unknown }): ReactNode {
  const problem = error instanceof Problem ? error : new Problem(0, "about:blank", "Part of the page did not arrive, or broke", DETAIL, []);
  return (
    <div className="page">
      <ErrorNote what="This page could not be shown" error={problem} onRetry={() => void reload()} />
    </div>
  );
}

/** Loads the page anew once the server answers; without it the browser would only show its own error. */
async function reload(): Promise<void> {
  const reached = await send({ method: "GET", path: "/portfolios", headers: {} }).catch(() => null);
  if (reached !== null) location.reload();
}
