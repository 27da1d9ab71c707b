/** The assets of a watch-list: what they cost, and their order, changed by buttons or by Alt and an arrow. */
import type { Asset } from "@cryptotracker/core/types";
import { useQuotes } from "@cryptotracker/core/market-queries";
import type { WatchList } from "@cryptotracker/core/watching";
import { useChangeWatchList } from "@cryptotracker/core/watching-queries";
import { Link } from "@tanstack/react-router";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";

import { Coin } from "../../ui/coin";
import { Icon } from "../../ui/icon";
import { useToast } from "../../ui/toast";
import { useView } from "../../ui/view";
import { WhencePrice } from "../../ui/whence";
import { AsOf } from "../dashboard/as-of";
import { useNames } from "./names";
import { Star } from "./star";

export function WatchedAssets({ list }: { readonly list: WatchList }): ReactNode {
  const { style } = useView();
  const change = useChangeWatchList();
  const toast = useToast();
  const box = useRef<HTMLOListElement>(null);
  const [moved, setMoved] = useState<{ readonly id: string; readonly action: string } | null>(null);
  const names = useNames(list.assets);
  const found = useQuotes(list.assets.map((one) => one.id), style.currency);
  const quotes = found.data?.items ?? [];
  const oldest = [...quotes].sort((a, b) => a.time.localeCompare(b.time))[0];
  const prices = new Map(quotes.map((quote) => [quote.asset, quote.price]));

  // A row that moves takes its focus along; at the end of its way the other button has it.
  useEffect(() => {
    if (moved === null) return;
    const row = [...(box.current?.children ?? [])].find((one) => one instanceof HTMLElement && one.dataset["asset"] === moved.id);
    const buttons = [...(row?.querySelectorAll<HTMLButtonElement>("[data-action]:not(:disabled)") ?? [])];
    (buttons.find((one) => one.dataset["action"] === moved.action) ?? buttons[0])?.focus();
  }, [moved, list.assets]);

  const keep = (assets: readonly Asset[]) => change.mutate({ list, change: { assets } });
  const move = (index: number, by: -1 | 1) => {
    const asset = list.assets[index];
    const other = list.assets[index + by];
    if (asset === undefined || other === undefined) return;
    keep(list.assets.map((one, at) => (at === index ? other : at === index + by ? asset : one)));
    setMoved({ id: asset.id, action: by < 0 ? "up" : "down" });
  };
  const drop = (asset: Asset) => {
    keep(list.assets.filter(({ id }) => id !== asset.id));
    toast(`${asset.name} was taken out of ${list.name}.`, () => keep(list.assets));
  };
  const place = moved === null ? -1 : list.assets.findIndex(({ id }) => id === moved.id);
  return (
    <>
      {oldest === undefined ? null : (
        <p className="watched-asof">
          <AsOf source={{ name: oldest.source, simulated: oldest.simulated, as_of: oldest.time }} failed={found.isError} />
        </p>
      )}
      <ol className="watched" ref={box}>
        {list.assets.map((asset, index) => (
          <li key={asset.id} data-asset={asset.id} onKeyDown={(event) => keys(event, (by) => move(index, by))}>
            <Star asset={asset} />
            <span className="asset">
              <Coin symbol={asset.symbol} />
              <span>
                <Link className="quiet-link strong" to="/market/$asset" params={{ asset: names(asset) }}>
                  {asset.name}
                </Link>
                <span className="sub">{asset.symbol}</span>
              </span>
            </span>
            <span className="r">
              <WhencePrice asset={names(asset)} value={prices.get(asset.id) ?? null} />
            </span>
            <span className="row moves">
              <button type="button" className="btn icon-only slim" data-action="up" aria-label={`Move ${asset.name} up`} disabled={index === 0} onClick={() => move(index, -1)}>
                <Icon name="up" small />
              </button>
              <button type="button" className="btn icon-only slim" data-action="down" aria-label={`Move ${asset.name} down`} disabled={index === list.assets.length - 1} onClick={() => move(index, 1)}>
                <Icon name="down" small />
              </button>
              <button type="button" className="btn icon-only slim" aria-label={`Take ${asset.name} out`} onClick={() => drop(asset)}>
                <Icon name="close" small />
              </button>
            </span>
          </li>
        ))}
      </ol>
      <p className="vh" role="status">
        {place < 0 ? "" : `${list.assets[place]?.name ?? ""} is now ${place + 1} of ${list.assets.length}.`}
      </p>
      {change.isError ? (
        <p className="small down pad" role="alert">
          The list could not be changed: {change.error.message}
        </p>
      ) : null}
    </>
  );
}

function keys(event: KeyboardEvent, move: (by: -1 | 1) => void): void {
  if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
  event.preventDefault();
  move(event.key === "ArrowUp" ? -1 : 1);
}
