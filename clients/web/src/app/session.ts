/** The browser's side of a session: one renewal at a time over all tabs, and word of who comes and goes. */
import { Comments } from "@cryptotracker/core/comments";
import type { Door } from "@cryptotracker/core/people-queries";
import { Market } from "@cryptotracker/core/market";
import { People } from "@cryptotracker/core/people";
import { News } from "@cryptotracker/core/news";
import { OwnPrices } from "@cryptotracker/core/own-prices";
import { Session } from "@cryptotracker/core/session";
import { Watching } from "@cryptotracker/core/watching";
import { Shares } from "@cryptotracker/core/shares";

import { browserName } from "../ui/browser-name";
import { devices } from "./passkeys";
import { csrfToken, dropCsrfToken, send } from "./wire";

const LOCK = "ct-session";
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("ct-session");

export const session = new Session(send, {
  // Locks are there on secure pages only, and so are the session's cookies.
  alone: async (run) => {
    if (navigator.locks === undefined) return run();
    return await navigator.locks.request(LOCK, () => run());
  },
  held: () => csrfToken() !== null,
  lost: dropCsrfToken,
});

export const door: Door = {
  people: new People(session.send),
  shares: new Shares(session.send),
  comments: new Comments(session.send),
  news: new News(session.send),
  market: new Market(session.send),
  ownPrices: new OwnPrices(session.send),
  watching: new Watching(session.send),
  session,
  device: browserName(navigator.userAgent) || "A browser",
  devices,
  announce: () => channel?.postMessage("changed"),
};

/** Hear of somebody who came in or left in another tab, until the function returned is called. */
export function elsewhere(changed: () => void): () => void {
  channel?.addEventListener("message", changed);
  return () => channel?.removeEventListener("message", changed);
}
