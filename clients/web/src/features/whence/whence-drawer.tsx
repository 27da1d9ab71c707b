/** Where a price is from: who says so, when, how far to rely on it, and what was not believed. */
import { moment } from "@cryptotracker/core/dates";
import type { PriceSourceState, Quote, Refusal } from "@cryptotracker/core/market";
import { usePriceSources, useQuotes, useRefusals } from "@cryptotracker/core/market-queries";
import { count as written, percent, price } from "@cryptotracker/core/money";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { span, useAge } from "../../ui/ago";
import { CopyButton } from "../../ui/copy-button";
import { Drawer } from "../../ui/drawer";
import { Icon } from "../../ui/icon";
import { StateAPrice } from "../../ui/state-a-price";
import { Empty, ErrorNote, Skeleton } from "../../ui/states";
import { useView } from "../../ui/view";
import "../explain/explain.css";
import { reasonWords, sentenceOf, STATES } from "./words";
import "./whence.css";

export function WhenceDrawer({ asset, onClose }: { readonly asset: string; readonly onClose: () => void }): ReactNode {
  const { style } = useView();
  const { data, error, isError, isPlaceholderData, refetch } = useQuotes([asset], style.currency);
  const quote = isPlaceholderData ? undefined : data?.items.find((one) => one.asset === asset);
  const footer = quote === undefined ? undefined : <CopyButton text={asText(quote)} what="this price and where it is from" />;
  return (
    <Drawer kind="Where this price is from" title={`${asset} in ${style.currency}`} subject={asset} onClose={onClose} footer={footer}>
      {quote !== undefined ? (
        <Provenance quote={quote} />
      ) : isError ? (
        <div className="explain-note">
          <ErrorNote what="This price could not be looked up" error={error} onRetry={() => void refetch()} />
        </div>
      ) : data === undefined || isPlaceholderData ? (
        <Skeleton rows={8} label="Loading the price" />
      ) : (
        <Empty action={<StateAPrice asset={asset} />}>Nobody prices {asset} in {style.currency} now. A missing price is missing, never zero.</Empty>
      )}
    </Drawer>
  );
}

function Provenance({ quote }: { readonly quote: Quote }): ReactNode {
  const { style, timeZone } = useView();
  const age = useAge(quote.time) ?? 0;
  return (
    <>
      <div className="answer">
        <p className="answer-figure row wrap" data-testid="provenance-price">
          {price(quote.price, style)}
          {quote.simulated ? <Made /> : quote.grade === null ? null : <span className={GRADE_LOOKS[quote.grade]}>{quote.grade === "manual" ? "Your own price" : `Grade ${quote.grade}`}</span>}
        </p>
        <p className="small muted">{sentenceOf(quote)}</p>
        {quote.grade === "manual" ? (
          <p className="small">
            <Link to="/own-prices" search={{ asset: quote.asset }}>
              Own prices of {quote.asset}
            </Link>
          </p>
        ) : null}
      </div>
      <section className="evidence whence" aria-labelledby="whence-said">
        <h3 id="whence-said">Who says so</h3>
        <dl>
          <Line name={quote.sources.length === 1 ? "Source" : "Sources"}>{quote.sources.join(", ")}</Line>
          <Line name="Time">{moment(quote.time, timeZone)}</Line>
          <Line name="Age">{span(age)}</Line>
          <Line name="Spread">{quote.spread === null ? "none: one source alone" : `${percent(quote.spread, style.locale, false)} between the sources`}</Line>
          <Line name="Path">
            <span className="path">{quote.path.join(" → ")}</span>
            {quote.path.length > 2 ? " put together and rounded once: to the digits of its least precise part and four more, 16 at least" : " directly"}
          </Line>
          <Line name="Exactly">
            <span className="mono">
              {quote.price} {quote.currency}
            </span>
          </Line>
        </dl>
      </section>
      <Sources />
      <Disbelieved asset={quote.asset} path={quote.path} simulated={quote.simulated} />
    </>
  );
}

const GRADE_LOOKS = { A: "tag up", B: "tag info", C: "tag warn", D: "tag warn", manual: "tag info" } as const;

function Made(): ReactNode {
  return (
    <span className="tag warn">
      <Icon name="info" small />
      Simulated
    </span>
  );
}

function Line({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Sources(): ReactNode {
  const { timeZone } = useView();
  const sources = usePriceSources().data?.items ?? [];
  if (sources.length === 0) return null;
  return (
    <section className="evidence whence" aria-labelledby="whence-sources">
      <h3 id="whence-sources">How the sources are</h3>
      <dl>
        {sources.map((source) => (
          <Line key={source.name} name={source.name}>
            {STATES[source.state]}
            {source.trouble === null ? "" : `: ${source.trouble}`}
            {source.answered_at === null ? "" : `, last answered on ${moment(source.answered_at, timeZone)}`}
            <Refused source={source} />
          </Line>
        ))}
      </dl>
    </section>
  );
}

function Refused({ source }: { readonly source: PriceSourceState }): ReactNode {
  const { style } = useView();
  if (source.refused.length === 0) return null;
  return (
    <ul className="refused">
      {source.refused.map(({ reason, count }) => (
        <li key={reason}>
          {written(count, style.locale)} × not believed: {reasonWords(reason)}
        </li>
      ))}
    </ul>
  );
}

interface DisbelievedProps {
  readonly asset: string;
  readonly path: readonly string[];
  readonly simulated: boolean;
}

function Disbelieved({ asset, path, simulated }: DisbelievedProps): ReactNode {
  const { data, isError } = useRefusals();
  const said = (data?.items ?? []).filter((one) => one.asset === asset || path.includes(one.asset));
  return (
    <section className="evidence whence" aria-labelledby="whence-refused">
      <h3 id="whence-refused">What was not believed</h3>
      {isError ? (
        <p className="small muted">Only administrators see what was said; how often a source was not believed stands above.</p>
      ) : said.length === 0 ? (
        <p className="small muted">{simulated ? "Nothing: the simulated market is not held against others." : "Nothing of late about this price."}</p>
      ) : (
        <ul className="refusals small">
          {said.map((one, at) => (
            <Disbelief key={at} refusal={one} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Disbelief({ refusal }: { readonly refusal: Refusal }): ReactNode {
  const { timeZone } = useView();
  return (
    <li>
      <span className="strong">{refusal.source}</span> said <span className="mono">{refusal.said}</span> for {refusal.asset} in {refusal.currency}: {reasonWords(refusal.reason)}.{" "}
      <span className="faint">{moment(refusal.at, timeZone)}</span>
    </li>
  );
}

function asText(quote: Quote): string {
  const { asset, currency, price: exact, time, sources, grade, spread, path, simulated } = quote;
  const lines = [
    `${asset} = ${exact} ${currency}${simulated ? " (simulated)" : ""}`,
    `time: ${time}`,
    `sources: ${sources.join(", ")}`,
    `grade: ${grade ?? "none"}`,
    `spread: ${spread ?? "none"}`,
    `path: ${path.join(" → ")}`,
  ];
  return lines.join("\n");
}
