/** What the price did: candles or a comparison, with the choices that belong to it. */
import { dateIn } from "@cryptotracker/core/dates";
import { type Decimal, divide } from "@cryptotracker/core/decimal";
import { type Asked, readIndicators, writeIndicators } from "@cryptotracker/core/indicators";
import { type Candles, type Interval, SECONDS } from "@cryptotracker/core/market";
import { useCandles, useIndicators } from "@cryptotracker/core/market-queries";
import { price } from "@cryptotracker/core/money";
import { useDealings } from "@cryptotracker/core/queries";
import type { AssetHolding, Transaction } from "@cryptotracker/core/types";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useCallback, useMemo, useState } from "react";

import { Icon } from "../../ui/icon";
import { Segment } from "../../ui/segment";
import { Empty, ErrorNote, Skeleton } from "../../ui/states";
import { useView } from "../../ui/view";
import { CandleTable } from "./candle-table";
import { Compare } from "./compare";
import type { Plan } from "./drawing";
import { IndicatorBar } from "./indicator-bar";
import { marksOf, sameBody, secondsOf, studiesOf } from "./plan";
import { Readout, spoken, timeText } from "./readout";
import { type AssetSearch } from "./search";

const PriceChart = lazy(() => import("./price-chart"));
const route = getRouteApi("/market/$asset");
const INTERVALS = [["1m", "1 min"], ["5m", "5 min"], ["1h", "1 hour"], ["1d", "1 day"]] as const;
const WORDS: Readonly<Record<Interval, string>> = { "1m": "a minute", "5m": "five minutes", "1h": "an hour", "1d": "a day" };
const CANDLES = 400;
const NONE: readonly Transaction[] = [];

interface ChartCardProps {
  readonly asset: string;
  readonly name: string;
  readonly holding: AssetHolding | undefined;
}

export function ChartCard({ asset, name, holding }: ChartCardProps): ReactNode {
  const view = useView();
  const { interval = "1d", with: wanted = "", vs, to, table = false } = route.useSearch();
  const navigate = route.useNavigate();
  const set = useCallback((change: AssetSearch) => void navigate({ search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false }), [navigate]);
  const ask = { asset, currency: view.style.currency, interval, to, limit: CANDLES };
  const candles = useCandles(ask);
  const asked = useMemo(() => readIndicators(wanted), [wanted]);
  return (
    <section className="card chart-card" aria-labelledby="chart">
      <div className="card-head wrap">
        <h2 id="chart">Price</h2>
        <div className="row wrap">
          <Segment label="Interval" value={interval} options={INTERVALS} onChange={(next) => set({ interval: next === "1d" ? undefined : next })} />
          <button type="button" className="btn quiet slim" aria-pressed={table} onClick={() => set({ table: table ? undefined : true })}>
            <Icon name={table ? "chart" : "table"} small />
            {table ? "Show as chart" : "Show as table"}
          </button>
        </div>
      </div>
      <div className="chart-choices">
        <IndicatorBar asked={asked} onChange={(next) => set({ with: writeIndicators(next) || undefined })} />
        <Compare asset={asset} vs={vs} onChange={(next) => set({ vs: next })} />
      </div>
      {candles.data === undefined ? (
        <div className="chart-room">{candles.isError ? <ErrorNote what="The candles could not be loaded" error={candles.error} onRetry={() => void candles.refetch()} /> : <Skeleton rows={8} label="Loading the candles" />}</div>
      ) : candles.data.items.length === 0 ? (
        <div className="chart-room">
          <Empty>Nobody knows a candle of {name} in {view.style.currency} for this time. None is made up.</Empty>
        </div>
      ) : (
        <Drawn key={`${interval} ${to ?? ""}`} candles={candles.data} asked={asked} name={name} holding={holding} vs={vs} table={table} stale={candles.isPlaceholderData} />
      )}
      <Foot candles={candles.data} interval={interval} to={to} onTo={(day) => set({ to: day })} />
    </section>
  );
}

interface DrawnProps {
  readonly candles: Candles;
  readonly asked: readonly Asked[];
  readonly name: string;
  readonly holding: AssetHolding | undefined;
  readonly vs: string | undefined;
  readonly table: boolean;
  readonly stale: boolean;
}

function Drawn({ candles, asked, name, holding, vs, table, stale }: DrawnProps): ReactNode {
  const view = useView();
  const { asset, currency, interval, items } = candles;
  const { to } = route.useSearch();
  const [spot, setSpot] = useState<{ readonly index: number; readonly byKey: boolean } | null>(null);
  const ask = { asset, currency, interval, to, limit: CANDLES };
  const wanted = writeIndicators(asked);
  const rows = useIndicators(ask, wanted);
  const other = useCandles({ ...ask, asset: vs ?? "" });
  const first = items[0]?.time ?? "";
  const from = dateIn(first, view.timeZone);
  const trades = useDealings(view.portfolio, { asset, from, to }).data?.items ?? NONE;
  const studies = useMemo(() => (wanted === "" || rows.data === undefined || rows.isPlaceholderData ? [] : studiesOf(asked, rows.data)), [asked, wanted, rows.data, rows.isPlaceholderData]);
  const [body, setBody] = useState(items);
  if (body !== items && !sameBody(body, items)) setBody(items);
  const marks = useMemo(() => marksOf(trades, asset, body), [trades, asset, body]);
  const cost = view.hidden ? null : averageCost(holding);
  const against = vs === undefined ? undefined : other.data?.items;
  const plan = useMemo<Plan>(
    () => ({ interval, candles: body, gaps: candles.gaps, studies: against === undefined ? studies : [], marks, cost: cost === null ? null : Number(cost), other: against ?? null }),
    [interval, body, candles.gaps, studies, marks, cost, against],
  );
  const onSpot = useCallback((index: number | null, byKey: boolean) => setSpot(index === null ? null : { index, byKey }), []);
  const index = Math.min(spot?.index ?? items.length - 1, items.length - 1);
  const candle = items[index];
  if (candle === undefined) return null;
  const label = `${name} in ${currency}, a candle for every ${interval === "1d" ? "day" : WORDS[interval].replace(/^an? /, "")}, ${timeText(first, interval)} to ${timeText(items.at(-1)?.time ?? "", interval)}.`;
  if (table) return <CandleTable candles={items} interval={interval} studies={studies} label={label} />;
  return (
    <div aria-busy={stale}>
      <Readout candle={candle} interval={interval} asset={asset} trades={marks.filter((mark) => mark.seconds === secondsOf(candle.time)).flatMap((mark) => mark.trades)} />
      <p className="vh" role="status">
        {spot?.byKey ? spoken(candle, interval, view) : ""}
      </p>
      {rows.isError ? <ErrorNote what="The indicators could not be computed" error={rows.error} onRetry={() => void rows.refetch()} /> : null}
      <Suspense fallback={<div className="chart-room" />}>
        <PriceChart plan={plan} last={items.at(-1) ?? candle} label={label} spot={spot?.index ?? null} onSpot={onSpot} />
      </Suspense>
      <Legend marks={marks.length > 0} cost={cost} vs={vs} name={name} none={against?.length === 0} compared={against !== undefined} />
    </div>
  );
}

interface LegendProps {
  readonly marks: boolean;
  readonly cost: Decimal | null;
  readonly vs: string | undefined;
  readonly name: string;
  readonly none: boolean;
  readonly compared: boolean;
}

function Legend({ marks, cost, vs, name, none, compared }: LegendProps): ReactNode {
  const { style } = useView();
  if (compared) {
    return (
      <p className="legend chart-legend">
        <span>
          <i />
          {name}
        </span>
        <span>
          <i className="other" />
          {vs}
        </span>
        <span className="faint">{none ? `Nobody knows a candle of ${vs ?? ""} for this time.` : "Change since the first candle in view; indicators and trades are left out."}</span>
      </p>
    );
  }
  if (!marks && cost === null) return null;
  return (
    <p className="legend chart-legend">
      {marks ? (
        <span>
          <i className="flow">
            <Icon name="up" small />
            <Icon name="down" small />
          </i>
          What came, what went
        </span>
      ) : null}
      {cost === null ? null : (
        <span>
          <i className="inv" />
          My average cost {price(cost, style)}
        </span>
      )}
    </p>
  );
}

interface FootProps {
  readonly candles: Candles | undefined;
  readonly interval: Interval;
  readonly to: string | undefined;
  readonly onTo: (day: string | undefined) => void;
}

/** Whence the candles are, and the way to earlier ones. */
function Foot({ candles, interval, to, onTo }: FootProps): ReactNode {
  const today = new Date().toISOString().slice(0, 10);
  const days = Math.max(1, Math.floor((SECONDS[interval] * CANDLES) / SECONDS["1d"]));
  const step = (by: number) => {
    const at = new Date(`${to ?? today}T00:00:00Z`);
    at.setUTCDate(at.getUTCDate() + by);
    const next = at.toISOString().slice(0, 10);
    onTo(next >= today ? undefined : next);
  };
  return (
    <div className="chart-foot">
      <p className="small faint">
        Times are UTC.{candles === undefined ? "" : candles.simulated ? " Candles are made up by the simulated market." : ` Candles from ${candles.source}.`}
        {candles === undefined || candles.gaps.length === 0 ? "" : ` ${candles.gaps.length === 1 ? "One time has" : `${candles.gaps.length} times have`} no candle, and is left empty.`}
        {candles?.filling === true ? " More of them are being asked for." : ""}
        {candles !== undefined && candles.items.length > 0 && candles.items.every((one) => one.volume === null) ? " Nobody counted the volume." : ""}
      </p>
      <div className="row">
        <button type="button" className="btn slim" onClick={() => step(-days)}>
          Earlier
        </button>
        <span className="field inline">
          <label htmlFor="until">Until</label>
          <input id="until" type="date" value={to ?? today} max={today} onChange={(event) => onTo(event.target.value === "" || event.target.value >= today ? undefined : event.target.value)} />
        </span>
        <button type="button" className="btn slim" disabled={to === undefined} onClick={() => step(days)}>
          Later
        </button>
      </div>
    </div>
  );
}

/** Cost of what is held over its quantity; null when part of the cost is unknown. */
export function averageCost(holding: AssetHolding | undefined): Decimal | null {
  if (holding?.cost_basis == null || holding.basis !== "known") return null;
  return divide(holding.cost_basis, holding.quantity, 18);
}
