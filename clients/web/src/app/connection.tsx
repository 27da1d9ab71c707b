/** Keeps the page up to date over one WebSocket, and says when that is lost. */
import { useFreshFigures } from "@cryptotracker/core/fresh";
import { Live } from "@cryptotracker/core/live";
import { type ReactNode, useEffect } from "react";

import { session } from "./session";

const PATH = "/api/v1/stream";

export const live = new Live({
  open: (listener) => {
    let socket: WebSocket | null = null;
    let wanted = true;
    const open = () => {
      if (!wanted) return;
      socket = new WebSocket(location.origin.replace(/^http/, "ws") + PATH);
      socket.addEventListener("open", () => listener.opened());
      socket.addEventListener("message", ({ data }) => listener.heard(data));
      socket.addEventListener("close", () => listener.closed());
    };
    const close = () => {
      wanted = false;
      socket?.close();
    };
    // A refused handshake says nothing, so a session that has run out is renewed before.
    session.renew().then(open, () => listener.closed());
    return { send: (text) => socket?.send(text), close };
  },
  later: (run, milliseconds) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
});

export function FreshFigures(): ReactNode {
  useFreshFigures(live);
  useEffect(() => {
    addEventListener("online", live.hurry);
    return () => removeEventListener("online", live.hurry);
  }, []);
  return null;
}
