/** Whose portfolio is talked about on a page, and whether the reader may say something; null where nobody talks. */
import type { Place } from "@cryptotracker/core/comments";
import { createContext, useContext } from "react";

export interface Talk {
  readonly place: Place;
  readonly may: boolean;
}

export const TalkContext = createContext<Talk | null>(null);

export function useTalk(): Talk | null {
  return useContext(TalkContext);
}
