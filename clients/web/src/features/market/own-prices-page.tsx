/** Prices that one stated oneself: listed, added, changed and taken back. */
import { count } from "@cryptotracker/core/money";
import { useForgetPrice, useOwnPrices, useStatePrice } from "@cryptotracker/core/own-price-queries";
import type { OwnPrice } from "@cryptotracker/core/own-prices";
import { inWords } from "@cryptotracker/core/problem";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";

import { Icon } from "../../ui/icon";
import { usePageTitle } from "../../ui/page-title";
import { Empty, ErrorNote, Skeleton } from "../../ui/states";
import { useToast } from "../../ui/toast";
import { useView } from "../../ui/view";
import "./market.css";
import { OwnPriceDialog } from "./own-price-dialog";
import { OwnPriceRow } from "./own-price-row";
import { dayOrMoment } from "./stated-at";

const route = getRouteApi("/own-prices/");

export function OwnPricesPage(): ReactNode {
  const { asset, state } = route.useSearch();
  const navigate = route.useNavigate();
  const [changed, setChanged] = useState<OwnPrice | null>(null);
  usePageTitle("Own prices");
  const open = (form: true | undefined) => void navigate({ search: (old) => ({ ...old, state: form }), replace: true, resetScroll: false });
  return (
    <div className="page own-prices">
      <div className="head">
        <div>
          <h1>Own prices</h1>
          <p>What no market prices you price yourself. It counts for your figures alone, on its day and for a week after it.</p>
        </div>
        <button type="button" className="btn primary" onClick={() => open(true)}>
          <Icon name="plus" small />
          State a price
        </button>
      </div>
      <section className="card" aria-labelledby="stated">
        <div className="card-head wrap">
          <h2 id="stated">{asset === undefined ? "Stated by you" : `Of ${asset}`}</h2>
          {asset === undefined ? null : (
            <Link className="small" to="/own-prices">
              Show all
            </Link>
          )}
        </div>
        <Listed asset={asset} onChange={setChanged} />
      </section>
      {state === true ? <OwnPriceDialog asset={asset} onClose={() => open(undefined)} /> : null}
      {changed === null ? null : <OwnPriceDialog key={changed.id} price={changed} onClose={() => setChanged(null)} />}
    </div>
  );
}

function Listed({ asset, onChange }: { readonly asset: string | undefined; readonly onChange: (price: OwnPrice) => void }): ReactNode {
  const { style } = useView();
  const prices = useOwnPrices(asset);
  const drop = useDrop();
  if (prices.isPending) return <Skeleton rows={4} label="Loading your prices" />;
  if (prices.data === undefined) return <ErrorNote what="Your prices could not be loaded" error={prices.error} onRetry={() => void prices.refetch()} />;
  const items = prices.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return <Empty>{asset === undefined ? "You have stated no price yet. Shares of a company, say, are priced by nobody else." : `You have stated no price of ${asset} yet.`}</Empty>;
  }
  return (
    <>
      {prices.isError ? <ErrorNote what="The list could not be refreshed" error={prices.error} onRetry={() => void prices.refetch()} /> : null}
      <ul className="stated">
        {items.map((price) => (
          <OwnPriceRow key={price.id} price={price} onChange={() => onChange(price)} onForget={() => drop(price)} />
        ))}
      </ul>
      {prices.hasNextPage ? (
        <div className="market-more">
          <button type="button" className="btn" disabled={prices.isFetchingNextPage} onClick={() => void prices.fetchNextPage()}>
            Show more than these {count(items.length, style.locale)}
          </button>
        </div>
      ) : null}
    </>
  );
}

/** Takes a price back; for ten seconds it can be stated again by one click. */
function useDrop(): (price: OwnPrice) => void {
  const { timeZone } = useView();
  const forget = useForgetPrice();
  const again = useStatePrice(undefined);
  const toast = useToast();
  return (price) => {
    const of = `${price.asset} of ${dayOrMoment(price, timeZone)}`;
    const { asset, currency, at, price: said, note, overrides } = price;
    const back = () => again.mutate({ asset, currency, at, price: said, note, overrides }, { onError: (error) => toast(`It is not stated again. ${inWords(error).detail}`) });
    forget.mutate(price.id, {
      onSuccess: () => toast(`The price of ${of} was taken back.`, back),
      onError: (error) => toast(`The price of ${of} stands. ${inWords(error).detail}`),
    });
  };
}
