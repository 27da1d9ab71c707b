/** What every figure on a page needs to know: whose money, in which currency, by which clock, and whether it may show. */
import type { Style } from "@cryptotracker/core/money";
import { createContext, useContext } from "react";

export interface View {
  readonly portfolio: string;
  readonly style: Style;
  readonly timeZone: string;
  readonly hidden: boolean;
  /** The figure the explain drawer shows, such as `gain:2026`, or null. */
  readonly explained: string | null;
  readonly explain: (figure: string) => void;
}

export const ViewContext = createContext<View | null>(null);

export function useView(): View {
  const view = useContext(ViewContext);
  if (view === null) throw new Error("useView needs a ViewContext above it");
  return view;
}
