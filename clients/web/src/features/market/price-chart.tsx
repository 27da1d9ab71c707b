/** The chart of an asset: candles, studies in panes, one's own trades; read by pointer or by keyboard. */
import { clock, day } from "@cryptotracker/core/dates";
import type { Candle } from "@cryptotracker/core/market";
import { axis } from "@cryptotracker/core/money";
import { type CSSProperties, type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";

import { Icon } from "../../ui/icon";
import { usePreferences } from "../../ui/preferences";
import { useMedia } from "../../ui/use-media";
import { useView } from "../../ui/view";
import { Drawing, type Plan, type Sight } from "./drawing";
import { secondsOf } from "./plan";

const AXIS_DIGITS = 5;
const PANE = 96;
const PAGE = 10;

interface PriceChartProps {
  readonly plan: Plan;
  /** The last candle, which may be another at each tick. */
  readonly last: Candle;
  readonly label: string;
  /** The candle read, by its place; null is the last one. */
  readonly spot: number | null;
  readonly onSpot: (index: number | null, byKey: boolean) => void;
}

export default function PriceChart({ plan, last: latest, label, spot, onSpot }: PriceChartProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing | null>(null);
  const sight = useRef<{ readonly of: string; readonly range: Sight } | null>(null);
  const tell = useRef(onSpot);
  const { style } = useView();
  const { shown } = usePreferences();
  const still = useMedia("(prefers-reduced-motion: reduce)");
  useEffect(() => {
    tell.current = onSpot;
  });

  useEffect(() => {
    if (box.current === null) return;
    const subject = `${plan.interval} ${plan.candles[0]?.time ?? ""}`;
    const words = {
      axis: (value: number) => axis(value, style.locale, AXIS_DIGITS),
      time: (seconds: number, coarse: boolean) => written(seconds, coarse),
      cost: "",
    };
    const made = new Drawing(box.current, plan, words, sight.current?.of === subject ? sight.current.range : null, still);
    const places = new Map(plan.candles.map((one, index) => [secondsOf(one.time), index]));
    made.chart.subscribeCrosshairMove(({ time, sourceEvent }) => {
      if (sourceEvent === undefined) return;
      tell.current(time === undefined ? null : (places.get(Number(time)) ?? null), false);
    });
    made.chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
      if (range !== null) sight.current = { of: subject, range };
    });
    drawing.current = made;
    return () => {
      drawing.current = null;
      made.chart.remove();
    };
  }, [plan, style.locale, shown, still]);

  useEffect(() => drawing.current?.follow(latest), [latest, plan, style.locale, shown, still]);

  const last = plan.candles.length - 1;
  const go = (index: number) => {
    const next = Math.max(0, Math.min(last, index));
    const candle = plan.candles[next];
    if (candle !== undefined) drawing.current?.point(candle);
    onSpot(next, true);
  };
  const keys = (event: KeyboardEvent) => {
    const at = spot ?? last;
    const moves: Readonly<Record<string, () => void>> = {
      "ArrowLeft": () => go(at - 1),
      "ArrowRight": () => go(at + 1),
      "PageUp": () => go(at - PAGE),
      "PageDown": () => go(at + PAGE),
      "Home": () => go(0),
      "End": () => go(last),
      "+": () => drawing.current?.zoom(true),
      "-": () => drawing.current?.zoom(false),
    };
    const move = event.ctrlKey || event.metaKey || event.altKey ? undefined : moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  };
  const panes = plan.studies.filter((study) => !study.overPrice).length;
  return (
    <div className="chart-box price-chart" style={{ "--panes": panes * PANE + "px" } as CSSProperties}>
      <div className="canvas" ref={box} role="figure" tabIndex={0} aria-label={`${label} Arrow keys read candle by candle, plus and minus zoom.`} data-testid="price-chart" onKeyDown={keys} onBlur={() => drawing.current?.chart.clearCrosshairPosition()} />
      <div className="zoom">
        <button type="button" className="btn icon-only" aria-label="Closer" onClick={() => drawing.current?.zoom(true)}>
          <Icon name="plus" small />
        </button>
        <button type="button" className="btn icon-only" aria-label="Further away" onClick={() => drawing.current?.zoom(false)}>
          <Icon name="minus" small />
        </button>
      </div>
    </div>
  );
}

function written(seconds: number, coarse: boolean): string {
  const instant = new Date(seconds * 1000).toISOString();
  return coarse ? day(instant, "UTC") : `${day(instant, "UTC")}, ${clock(instant, "UTC")}`;
}
