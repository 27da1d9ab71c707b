/** What one candle says, exactly, and what one did in its time. */
import { clock, day } from "@cryptotracker/core/dates";
import { divide, subtract } from "@cryptotracker/core/decimal";
import type { Candle, Interval } from "@cryptotracker/core/market";
import { allDigits, price, quantity } from "@cryptotracker/core/money";
import type { Transaction } from "@cryptotracker/core/types";
import type { ReactNode } from "react";

import { Quantity, ShareChange } from "../../ui/figures";
import { useView, type View } from "../../ui/view";
import { typeName } from "../../ui/words";

interface ReadoutProps {
  readonly candle: Candle;
  readonly interval: Interval;
  readonly trades: readonly Transaction[];
  readonly asset: string;
}

export function Readout({ candle, interval, trades, asset }: ReadoutProps): ReactNode {
  const { style } = useView();
  const share = changeOf(candle);
  return (
    <div className="ohlc small" data-testid="readout">
      <span className="strong nowrap">{timeText(candle.time, interval)}</span>
      {(["open", "high", "low", "close"] as const).map((part) => (
        <span key={part} className="nowrap">
          <span className="faint">{part} </span>
          {price(candle[part], style)}
        </span>
      ))}
      {share === null ? null : <ShareChange value={share} />}
      {candle.volume === null ? null : (
        <span className="nowrap">
          <span className="faint">volume </span>
          {volumeText(candle.volume, style.locale)}
        </span>
      )}
      {candle.grade === "official" ? null : <span className="tag">{candle.grade === "built" ? "Built of what was seen here" : "Parts are missing"}</span>}
      {candle.ended ? null : <span className="tag info">Not ended</span>}
      {trades.map((trade) => (
        <span key={trade.id} className="tag">
          {typeName(trade)} <Leg trade={trade} asset={asset} />
        </span>
      ))}
    </div>
  );
}

function Leg({ trade, asset }: { readonly trade: Transaction; readonly asset: string }): ReactNode {
  const leg = trade.received?.asset === asset ? trade.received : trade.sent;
  return leg === null ? null : <Quantity value={leg.quantity} asset={leg.asset} />;
}

/** The same for those who listen. */
export function spoken(candle: Candle, interval: Interval, view: View): string {
  const part = (name: "open" | "high" | "low" | "close") => `${name} ${price(candle[name], view.style)}`;
  return `${timeText(candle.time, interval)}: ${part("open")}, ${part("high")}, ${part("low")}, ${part("close")}.`;
}

export function timeText(instant: string, interval: Interval): string {
  return interval === "1d" ? day(instant, "UTC") : `${day(instant, "UTC")}, ${clock(instant, "UTC")} UTC`;
}

export function changeOf({ open, close }: Candle): string | null {
  return divide(subtract(close, open), open, 6);
}

export function volumeText(volume: string, locale: string): string {
  const { whole, fraction, full } = quantity(volume, locale, 4);
  return full === null ? allDigits(volume, locale) : whole + fraction;
}
