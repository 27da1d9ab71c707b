/** One asset: what it costs and did, what one has of it, and what is told of it. */
import type { Quote } from "@cryptotracker/core/market";
import { useMarketRow, useQuotes } from "@cryptotracker/core/market-queries";
import { useAsset, useHoldings } from "@cryptotracker/core/queries";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { Coin } from "../../ui/coin";
import { ShareChange } from "../../ui/figures";
import { usePageTitle } from "../../ui/page-title";
import { StateAPrice } from "../../ui/state-a-price";
import { Empty, ErrorNote, Skeleton } from "../../ui/states";
import { useView } from "../../ui/view";
import { WhencePrice } from "../../ui/whence";
import { AsOf } from "../dashboard/as-of";
import "../dashboard/dashboard.css";
import { NewsCard } from "../news/news-card";
import { ChartCard } from "./chart-card";
import { FactsCard } from "./facts-card";
import "./market.css";
import { PositionCard } from "./position-card";
import { Star } from "./star";

const route = getRouteApi("/market/$asset");
const NEWS = 4;

export function AssetPage(): ReactNode {
  const { asset } = route.useParams();
  return <Page key={asset} asset={asset} />;
}

function Page({ asset }: { readonly asset: string }): ReactNode {
  const { portfolio, style } = useView();
  const meant = useAsset(asset);
  const known = meant?.name;
  const name = known ?? asset;
  const quotes = useQuotes([asset], style.currency);
  const quote = quotes.data?.items.find((one) => one.asset === asset);
  const holdings = useHoldings(portfolio);
  const holding = holdings.data?.assets.find((one) => one.asset === asset);
  usePageTitle(name);
  return (
    <div className="page asset-page">
      <div className="head">
        <div className="asset">
          <Coin symbol={asset} />
          <div>
            <h1>
              {name} {known === undefined ? null : <span className="faint">{asset}</span>}
            </h1>
            <p>
              <Link to="/market">All of the market</Link>
            </p>
          </div>
          {meant === undefined ? null : <Star asset={meant} />}
        </div>
        {quote === undefined ? null : <AsOf source={{ name: quote.source, simulated: quote.simulated, as_of: quote.time }} failed={quotes.isError} />}
      </div>
      {quotes.isError && quote === undefined ? <ErrorNote what="The price could not be loaded" error={quotes.error} onRetry={() => void quotes.refetch()} /> : null}
      {quotes.data !== undefined && quote === undefined ? (
        <div className="card">
          <Empty action={<StateAPrice asset={asset} />}>
            Nobody prices {name} in {style.currency} now. A missing price is missing, never zero.
          </Empty>
        </div>
      ) : null}
      <div className="grid asset-grid">
        <div className="stack">
          {quote === undefined ? null : <PriceLine quote={quote} asset={asset} />}
          <ChartCard asset={asset} name={name} holding={holding} />
          <NewsCard title={`News of ${name}`} filter={{ assets: asset }} more={{}} most={NEWS} none={`No story is about ${name}.`} />
        </div>
        <div className="stack side-stack">
          {portfolio === "" || holdings.data !== undefined ? (
            <PositionCard asset={asset} holding={holding} />
          ) : holdings.isError ? (
            <ErrorNote what="What you hold could not be loaded" error={holdings.error} onRetry={() => void holdings.refetch()} />
          ) : (
            <section className="card">
              <Skeleton rows={4} label="Loading what you hold" />
            </section>
          )}
          <FactsCard asset={asset} quote={quote} />
        </div>
      </div>
    </div>
  );
}

/** The one figure the page is about, and what it did in a day. */
function PriceLine({ quote, asset }: { readonly quote: Quote; readonly asset: string }): ReactNode {
  const { style } = useView();
  const row = useMarketRow(asset, style.currency);
  const share = row?.figures.change_24h.value ?? null;
  return (
    <section className="price-line" aria-label="Price now">
      <p className="hero-figure" data-testid="price-now">
        <WhencePrice asset={asset} value={quote.price} />
      </p>
      <p className="row wrap">
        {row === undefined ? "\u00a0" : share === null ? <span className="faint">Nobody knows the price of a day ago, so no change can be told.</span> : (
          <>
            <ShareChange value={share} />
            <span className="faint">in 24 hours</span>
          </>
        )}
        {quote.grade === null ? null : <span className="tag">{quote.grade === "manual" ? "Your own price" : `Grade ${quote.grade}`}</span>}
      </p>
    </section>
  );
}
