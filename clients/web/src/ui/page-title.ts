import { useEffect } from "react";

/** Names the browser tab; never with an amount in it. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · CryptoTracker`;
  }, [title]);
}
