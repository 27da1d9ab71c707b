/** Draws a plan on a canvas with the colours of the theme. A pixel needs no exactness: prices become numbers here and nowhere else. */
import type { Candle, Gap, Interval } from "@cryptotracker/core/market";
import {
  CandlestickSeries, createChart, createSeriesMarkers, HistogramSeries, type IChartApi, type ISeriesApi, LineSeries, LineStyle, PriceScaleMode,
  type SeriesMarker, type Time, type UTCTimestamp,
} from "lightweight-charts";

import { missing, secondsOf, type Line, type Mark, type Study } from "./plan";

export interface Plan {
  readonly interval: Interval;
  readonly candles: readonly Candle[];
  readonly gaps: readonly Gap[];
  readonly studies: readonly Study[];
  readonly marks: readonly Mark[];
  /** One's average cost, where it may be seen. */
  readonly cost: number | null;
  /** Candles of another asset: both are then drawn as changes. */
  readonly other: readonly Candle[] | null;
}

export interface Words {
  readonly axis: (value: number) => string;
  readonly time: (seconds: number, coarse: boolean) => string;
  readonly cost: string;
}

/** What somebody sees of the chart, kept when it is drawn anew. */
export interface Sight {
  readonly from: number;
  readonly to: number;
}

const QUIET = { priceLineVisible: false, lastValueVisible: false } as const;
const VOLUME = "volume";
const WHITESPACE_MOST = 400;
const ZOOM = 1.5;

type Css = (name: string) => string;

export class Drawing {
  readonly chart: IChartApi;
  readonly #plan: Plan;
  readonly #main: ISeriesApi<"Candlestick"> | ISeriesApi<"Line">;
  #counts: ISeriesApi<"Histogram"> | null = null;

  constructor(box: HTMLElement, plan: Plan, words: Words, sight: Sight | null, still: boolean) {
    const css: Css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    this.#plan = plan;
    this.chart = frame(box, plan, words, css, still);
    this.#main = plan.other === null ? this.#candles(css, words) : this.#change(css);
    if (plan.other === null) this.#volume(css);
    this.#studies(css, words);
    const shown = sight ?? { from: plan.candles.length - Math.max(30, Math.round(box.clientWidth / 9)), to: plan.candles.length + 2 };
    this.chart.timeScale().setVisibleLogicalRange(shown);
  }

  /** Draw the last candle as it is by now. */
  follow(candle: Candle): void {
    const time = timeOf(candle.time);
    this.#main.update(this.#plan.other === null ? barOf(candle) : { time, value: Number(candle.close) });
    if (candle.volume !== null) this.#counts?.update({ time, value: Number(candle.volume) });
  }

  /** Let the cross rest on a candle, and see that it is in sight. */
  point({ time, close }: Candle): void {
    const scale = this.chart.timeScale();
    const sight = scale.getVisibleLogicalRange();
    const index = scale.timeToIndex(timeOf(time), true);
    if (sight !== null && index !== null && (index < sight.from || index > sight.to)) {
      const width = sight.to - sight.from;
      const from = index < sight.from ? index - 2 : index + 2 - width;
      scale.setVisibleLogicalRange({ from, to: from + width });
    }
    this.chart.setCrosshairPosition(Number(close), timeOf(time), this.#main);
  }

  zoom(closer: boolean): void {
    const scale = this.chart.timeScale();
    const sight = scale.getVisibleLogicalRange();
    if (sight === null) return;
    const width = (sight.to - sight.from) * (closer ? 1 / ZOOM : ZOOM);
    scale.setVisibleLogicalRange({ from: sight.to - Math.max(10, Math.min(width, this.#plan.candles.length * 1.2)), to: sight.to });
  }

  #candles(css: Css, words: Words): ISeriesApi<"Candlestick"> {
    const { candles, gaps, interval, marks, cost } = this.#plan;
    const [up, down] = [css("--ct-up"), css("--ct-down")];
    const series = this.chart.addSeries(CandlestickSeries, {
      ...QUIET,
      lastValueVisible: true,
      // Hollow upwards, filled downwards: direction is seen without colour.
      upColor: css("--ct-surface"), downColor: down, borderUpColor: up, borderDownColor: down, wickUpColor: up, wickDownColor: down,
      priceFormat: { type: "custom", formatter: words.axis, minMove: stepOf(candles) },
    });
    const known = candles.map(barOf);
    const room = missing(gaps, interval, WHITESPACE_MOST).map((seconds) => ({ time: seconds as UTCTimestamp }));
    series.setData([...known, ...room].sort((a, b) => Number(a.time) - Number(b.time)));
    if (cost !== null) series.createPriceLine({ price: cost, color: css("--ct-chart-invested"), lineStyle: LineStyle.Dashed, lineWidth: 2, axisLabelVisible: true, title: words.cost });
    createSeriesMarkers(series, marks.map((mark) => markerOf(mark, css)));
    return series;
  }

  /** Two assets are compared by how much they changed since the first candle in sight. */
  #change(css: Css): ISeriesApi<"Line"> {
    const lineOf = (candles: readonly Candle[], color: string) => {
      const series = this.chart.addSeries(LineSeries, { ...QUIET, color, lineWidth: 2, lastValueVisible: true });
      series.setData(candles.map((one) => ({ time: timeOf(one.time), value: Number(one.close) })));
      return series;
    };
    lineOf(this.#plan.other ?? [], css("--ct-c3"));
    return lineOf(this.#plan.candles, css("--ct-chart-value"));
  }

  #volume(css: Css): void {
    const counted = this.#plan.candles.filter((one) => one.volume !== null);
    if (counted.length === 0) return;
    const series = this.chart.addSeries(HistogramSeries, { ...QUIET, color: css("--ct-line-strong"), priceScaleId: VOLUME, priceFormat: { type: "volume" } });
    series.priceScale().applyOptions({ scaleMargins: { top: 0.84, bottom: 0 } });
    series.setData(counted.map((one) => ({ time: timeOf(one.time), value: Number(one.volume) })));
    this.#counts = series;
  }

  #studies(css: Css, words: Words): void {
    let pane = 0;
    for (const study of this.#plan.studies) {
      const at = study.overPrice ? 0 : (pane += 1);
      for (const line of study.lines) this.#line(line, css(`--ct-c${study.colour}`), at, css, words);
    }
    this.chart.panes().forEach((each, at) => each.setStretchFactor(at === 0 ? 3 : 1));
  }

  #line({ kind, points }: Line, color: string, pane: number, css: Css, words: Words): void {
    const priceFormat = { type: "custom", formatter: words.axis, minMove: 1e-8 } as const;
    const data = points.map(([seconds, value]) => (value === null ? { time: seconds as UTCTimestamp } : { time: seconds as UTCTimestamp, value }));
    if (kind === "bars") {
      this.chart.addSeries(HistogramSeries, { ...QUIET, color: css("--ct-line-strong"), priceFormat }, pane).setData(data);
      return;
    }
    const lineStyle = kind === "line" ? LineStyle.Solid : LineStyle.Dashed;
    const look = { ...QUIET, color, lineWidth: kind === "line" ? 2 : 1, lineStyle, priceFormat, crosshairMarkerVisible: false } as const;
    const bounded = pane === 0 ? { autoscaleInfoProvider: () => null } : {};
    this.chart.addSeries(LineSeries, { ...look, ...bounded }, pane).setData(data);
  }
}

function frame(box: HTMLElement, plan: Plan, words: Words, css: Css, still: boolean): IChartApi {
  const coarse = plan.interval === "1d";
  return createChart(box, {
    autoSize: true,
    layout: {
      background: { color: "transparent" }, textColor: css("--ct-text-3"), fontFamily: css("--ct-font"), fontSize: 12, attributionLogo: true,
      panes: { separatorColor: css("--ct-line"), separatorHoverColor: css("--ct-line"), enableResize: false },
    },
    grid: { vertLines: { visible: false }, horzLines: { color: css("--ct-chart-grid") } },
    rightPriceScale: { borderVisible: false, entireTextOnly: true, mode: plan.other === null ? PriceScaleMode.Normal : PriceScaleMode.Percentage },
    timeScale: { borderVisible: false, timeVisible: !coarse, secondsVisible: false, rightOffset: 2, minBarSpacing: 1 },
    crosshair: {
      vertLine: { color: css("--ct-line-strong"), labelBackgroundColor: css("--ct-accent") },
      horzLine: { color: css("--ct-line-strong"), labelBackgroundColor: css("--ct-accent") },
    },
    localization: { timeFormatter: (time: Time) => words.time(Number(time), coarse) },
    // The wheel scrolls the page; the chart is dragged, pinched, or zoomed by its buttons.
    handleScroll: { mouseWheel: false, vertTouchDrag: false },
    handleScale: { mouseWheel: false, axisPressedMouseMove: false },
    kineticScroll: { touch: !still, mouse: false },
  });
}

function markerOf({ seconds, kind }: Mark, css: Css): SeriesMarker<Time> {
  const time = seconds as UTCTimestamp;
  if (kind === "in") return { time, position: "belowBar", shape: "arrowUp", color: css("--ct-info"), size: 1 };
  if (kind === "out") return { time, position: "aboveBar", shape: "arrowDown", color: css("--ct-info"), size: 1 };
  return { time, position: "belowBar", shape: "circle", color: css("--ct-text-3"), size: 0.5 };
}

function barOf(one: Candle) {
  return { time: timeOf(one.time), open: Number(one.open), high: Number(one.high), low: Number(one.low), close: Number(one.close) };
}

/** Five digits of the last price: what the axis may tell apart. */
function stepOf(candles: readonly Candle[]): number {
  const last = Number(candles.at(-1)?.close ?? "1");
  return 10 ** (Math.floor(Math.log10(last > 0 ? last : 1)) - 4);
}

export function timeOf(instant: string): UTCTimestamp {
  return secondsOf(instant) as UTCTimestamp;
}
