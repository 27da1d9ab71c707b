/** Gives every figure of a page what it has to know, and the drawers in which figures and prices open. */
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useCallback, useMemo } from "react";

import { ExplainDrawer } from "../features/explain/explain-drawer";
import { WhenceDrawer } from "../features/whence/whence-drawer";
import { usePreferences } from "../ui/preferences";
import { type Talk, TalkContext } from "../ui/talk";
import { type View, ViewContext } from "../ui/view";
import { type Whence, WhenceContext } from "../ui/whence";

interface FiguredProps {
  /** Empty before the first one is made. */
  readonly portfolio: string;
  readonly currency: string;
  readonly timeZone: string;
  /** The figure that the drawer explains, such as `gain:2026`. */
  readonly explained: string | undefined;
  /** The asset whose price the drawer is about. */
  readonly priced: string | undefined;
  readonly children: ReactNode;
}

export function Figured({ portfolio, currency, timeZone, explained, priced, children }: FiguredProps): ReactNode {
  const { hidden, locale } = usePreferences();
  const navigate = useNavigate();
  // One drawer at a time: what opens takes the place of what was open.
  const open = useCallback(
    (drawer: { readonly explain?: string | undefined; readonly price?: string | undefined }) =>
      void navigate({ to: ".", search: (old) => ({ ...old, explain: undefined, price: undefined, ...drawer }), resetScroll: false }),
    [navigate],
  );
  const view = useMemo<View>(
    () => ({ portfolio, style: { locale, currency }, timeZone, hidden, explained: explained ?? null, explain: (figure) => open({ explain: figure }) }),
    [portfolio, locale, currency, timeZone, hidden, explained, open],
  );
  const whence = useMemo<Whence>(() => ({ shown: priced ?? null, show: (asset) => open({ price: asset }) }), [priced, open]);
  const talk = useMemo<Talk | null>(() => (portfolio === "" ? null : { place: { portfolio }, may: true }), [portfolio]);
  return (
    <ViewContext value={view}>
      <TalkContext value={talk}>
        <WhenceContext value={whence}>
          {children}
          {explained !== undefined && portfolio !== "" ? <ExplainDrawer figure={explained} onClose={() => open({})} /> : null}
          {explained === undefined && priced !== undefined ? <WhenceDrawer asset={priced} onClose={() => open({})} /> : null}
        </WhenceContext>
      </TalkContext>
    </ViewContext>
  );
}
