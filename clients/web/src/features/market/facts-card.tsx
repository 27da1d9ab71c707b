/** What is known of the asset and of its price. */
import { compare, type Decimal } from "@cryptotracker/core/decimal";
import { clock, moment, zoneName } from "@cryptotracker/core/dates";
import type { Candle, Figure, MarketRow, Quote } from "@cryptotracker/core/market";
import { useCandles, useMarketRow } from "@cryptotracker/core/market-queries";
import { allDigits, money, percent, price } from "@cryptotracker/core/money";
import { useAsset } from "@cryptotracker/core/queries";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useContext } from "react";

import { ShareChange } from "../../ui/figures";
import { useView } from "../../ui/view";
import { WhenceContext } from "../../ui/whence";
import { dayOf } from "./day";
import { missingWords } from "./rows";

const KINDS: Readonly<Record<string, string>> = { coin: "Coin", token: "Token", stablecoin: "Stablecoin", wrapped: "Wrapped", fiat: "Money" };
const YEAR = 365;

export function FactsCard({ asset, quote }: { readonly asset: string; readonly quote: Quote | undefined }): ReactNode {
  const { style, timeZone } = useView();
  const whence = useContext(WhenceContext);
  const found = useAsset(asset);
  const hours = useCandles({ asset, currency: style.currency, interval: "1h", limit: 26 }).data?.items ?? [];
  const days = useCandles({ asset, currency: style.currency, interval: "1d", limit: YEAR }).data?.items ?? [];
  const row = useMarketRow(asset, style.currency);
  const day = quote === undefined ? null : dayOf(hours, quote);
  const year = days.length < YEAR ? null : rangeOf(days);
  const range = (low: Decimal, high: Decimal) => `${price(low, style)} to ${price(high, style)}`;
  return (
    <section className="card pad" aria-labelledby="facts">
      <h2 id="facts">Facts</h2>
      <dl className="asset-facts">
        {found === undefined ? null : <Fact name="Kind">{KINDS[found.kind] ?? found.kind}</Fact>}
        {found === undefined ? <Fact name="Catalogue">not in it</Fact> : <Fact name="Known as">{found.id}</Fact>}
        {row === undefined ? null : <Listed row={row} />}
        <Fact name="24 hours">{day === null ? "unknown" : range(day.low, day.high)}</Fact>
        <Fact name="One year">{year === null ? "unknown" : range(year.low, year.high)}</Fact>
        {quote === undefined ? null : (
          <>
            <Fact name="Price of">
              {clock(quote.time, timeZone)} {zoneName(quote.time, timeZone)}
            </Fact>
            <Fact name="From">
              {whence === null ? quote.source : (
                <button type="button" className="link" onClick={() => whence.show(asset)}>
                  {quote.sources.join(", ")}
                </button>
              )}
            </Fact>
          </>
        )}
      </dl>
      <p className="small dealings">
        <Link to="/own-prices" search={{ asset }}>
          Own prices of {asset}
        </Link>
      </p>
    </section>
  );
}

function Listed({ row }: { readonly row: MarketRow }): ReactNode {
  const { style, timeZone } = useView();
  const { figures, supply } = row;
  const share = ({ value, missing }: Figure) => (value === null ? <span className="faint">unknown: {missingWords(missing)}</span> : <ShareChange value={value} />);
  return (
    <>
      <Fact name="Capitalisation">{figures.capitalisation.value === null ? <span className="faint">unknown: {missingWords(figures.capitalisation.missing)}</span> : money(figures.capitalisation.value, style)}</Fact>
      {supply === null ? null : (
        <>
          <Fact name="Supply">
            {allDigits(supply.quantity, style.locale)}
            {supply.simulated ? ", simulated" : `, ${supply.source}, ${moment(supply.time, timeZone)}`}
          </Fact>
          {supply.total === null || supply.total === supply.quantity ? null : <Fact name="In total">{allDigits(supply.total, style.locale)}</Fact>}
        </>
      )}
      <Fact name="In 7 days">{share(figures.change_7d)}</Fact>
      <Fact name="In 30 days">{share(figures.change_30d)}</Fact>
      <Fact name="Volatility">{figures.volatility_30d.value === null ? <span className="faint">unknown: {missingWords(figures.volatility_30d.missing)}</span> : `${percent(figures.volatility_30d.value, style.locale, false)} a year`}</Fact>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function rangeOf(candles: readonly Candle[]): { readonly low: Decimal; readonly high: Decimal } | null {
  const first = candles[0];
  if (first === undefined) return null;
  const low = candles.reduce((least, one) => (compare(one.low, least) < 0 ? one.low : least), first.low);
  return { low, high: candles.reduce((most, one) => (compare(one.high, most) > 0 ? one.high : most), first.high) };
}
