/** Value against cost as lines; a gap in the data is a gap in the line. */
import { subtract } from "@cryptotracker/core/decimal";
import { day } from "@cryptotracker/core/dates";
import { axis, HIDDEN } from "@cryptotracker/core/money";
import type { NetWorth, NetWorthPoint as Point } from "@cryptotracker/core/net-worth";
import { AreaSeries, createChart, type IChartApi, LineSeries, LineStyle, LineType } from "lightweight-charts";
import { type ReactNode, useEffect, useRef, useState } from "react";

import { gainText, moneyText } from "../../ui/figures";
import { usePreferences } from "../../ui/preferences";
import { useView } from "../../ui/view";
import { doubtWords } from "./doubt";

interface Spot {
  readonly point: Point;
  readonly x: number;
}

export default function ValueChart({ worth, label }: { readonly worth: NetWorth; readonly label: string }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const view = useView();
  const { shown } = usePreferences();
  const [spot, setSpot] = useState<Spot | null>(null);
  const { hidden, style } = view;

  useEffect(() => {
    if (box.current === null) return;
    const chart = draw(box.current, worth, (value) => (hidden ? "•••" : axis(value, style.locale)));
    const points = new Map(worth.points.map((point) => [point.date, point]));
    chart.subscribeCrosshairMove(({ time, point }) => {
      const found = typeof time === "string" ? points.get(time) : undefined;
      setSpot(found === undefined || point === undefined ? null : { point: found, x: point.x });
    });
    return () => chart.remove();
  }, [worth, hidden, style.locale, shown]);

  const last = worth.points.at(-1);
  const summary = last === undefined ? label : `${label}. Last value ${moneyText(last.value, view)}, cost ${moneyText(last.cost_basis, view)}.`;
  return (
    <div className="chart-box">
      <div className="chart" ref={box} role="figure" aria-label={summary} data-testid="value-chart" />
      {spot === null ? null : <Readout spot={spot} width={box.current?.clientWidth ?? 0} />}
    </div>
  );
}

function Readout({ spot, width }: { readonly spot: Spot; readonly width: number }): ReactNode {
  const view = useView();
  const { date, value, cost_basis, flow_in, flow_out, partial } = spot.point;
  const doubt = doubtWords(spot.point);
  const difference = value === null || cost_basis === null ? null : subtract(value, cost_basis);
  const side = spot.x > width / 2 ? { right: width - spot.x + 12 } : { left: spot.x + 12 };
  return (
    <dl className="readout" style={side} aria-hidden="true">
      <dt className="strong">{day(date, "UTC")}</dt>
      <dd>{partial === true ? "so far" : ""}</dd>
      <dt>Value</dt>
      <dd>{moneyText(value, view)}</dd>
      <dt>Cost</dt>
      <dd>{moneyText(cost_basis, view)}</dd>
      <dt>Difference</dt>
      <dd>{view.hidden ? HIDDEN : gainText({ value: difference }, view)}</dd>
      {flow_in === "0" ? null : <><dt>Came in</dt><dd>{moneyText(flow_in, view)}</dd></>}
      {flow_out === "0" ? null : <><dt>Went out</dt><dd>{moneyText(flow_out, view)}</dd></>}
      {doubt === null ? null : <dd className="doubt">{doubt}</dd>}
    </dl>
  );
}

function draw(box: HTMLElement, worth: NetWorth, write: (value: number) => string): IChartApi {
  const css = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const chart = createChart(box, {
    autoSize: true,
    layout: { background: { color: "transparent" }, textColor: css("--ct-text-3"), fontFamily: css("--ct-font"), fontSize: 12, attributionLogo: true },
    grid: { vertLines: { visible: false }, horzLines: { color: css("--ct-chart-grid") } },
    rightPriceScale: { borderVisible: false, entireTextOnly: true, scaleMargins: { top: 0.1, bottom: 0.16 } },
    timeScale: { borderVisible: false, fixLeftEdge: true, fixRightEdge: true },
    crosshair: { vertLine: { color: css("--ct-line-strong"), labelVisible: false }, horzLine: { visible: false, labelVisible: false } },
    localization: { priceFormatter: write },
    handleScroll: false,
    handleScale: false,
  });
  const quiet = { priceLineVisible: false, lastValueVisible: false };
  for (const run of runs(worth.points, "cost_basis")) {
    const look = { color: css("--ct-chart-invested"), lineWidth: 2, lineType: LineType.WithSteps, lineStyle: LineStyle.Dashed } as const;
    chart.addSeries(LineSeries, { ...look, ...quiet, crosshairMarkerVisible: false }).setData(run);
  }
  const values = runs(worth.points, "value");
  values.forEach((run, index) => {
    const look = { lineColor: css("--ct-chart-value"), topColor: css("--ct-chart-value-fill"), bottomColor: "transparent", lineWidth: 2 } as const;
    const tagged = index === values.length - 1 && window.innerWidth > 680;
    chart.addSeries(AreaSeries, { ...look, ...quiet, lastValueVisible: tagged }).setData(run);
  });
  chart.timeScale().fitContent();
  return chart;
}

/** Stretches without a gap, each its own series, since one series would be joined across what is missing. */
function runs(points: readonly Point[], field: "value" | "cost_basis"): { time: string; value: number }[][] {
  const found: { time: string; value: number }[][] = [[]];
  for (const point of points) {
    const text = point[field];
    // A pixel needs no exactness: the one place where an amount becomes a number.
    if (text !== null) found.at(-1)?.push({ time: point.date, value: Number(text) });
    else if (found.at(-1)?.length !== 0) found.push([]);
  }
  return found.filter((run) => run.length > 0);
}
