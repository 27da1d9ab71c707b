/** The chart as a table, newest first, for those who read figures rather than lines. */
import type { Candle, Interval } from "@cryptotracker/core/market";
import { price } from "@cryptotracker/core/money";
import type { ReactNode } from "react";

import { useView } from "../../ui/view";
import { secondsOf, type Line, type Study } from "./plan";
import { timeText, volumeText } from "./readout";

interface CandleTableProps {
  readonly candles: readonly Candle[];
  readonly interval: Interval;
  readonly studies: readonly Study[];
  readonly label: string;
}

const INDICATOR_DIGITS = 6;

export function CandleTable({ candles, interval, studies, label }: CandleTableProps): ReactNode {
  const { style } = useView();
  const lines = studies.flatMap((study) => study.lines);
  const columns = lines.map((line) => new Map(line.points));
  const write = new Intl.NumberFormat(style.locale, { maximumSignificantDigits: INDICATOR_DIGITS });
  return (
    <div className="chart-table candle-table" tabIndex={0} role="region" aria-label={label}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">From</th>
            {["Open", "High", "Low", "Close", "Volume"].map((name) => (
              <th key={name} scope="col" className="n">
                {name}
              </th>
            ))}
            {lines.map((line, at) => (
              <Column key={at} line={line} />
            ))}
          </tr>
        </thead>
        <tbody>
          {[...candles].reverse().map((candle) => (
            <tr key={candle.time}>
              <td className="nowrap">{timeText(candle.time, interval)}</td>
              {(["open", "high", "low", "close"] as const).map((part) => (
                <td key={part} className="n">
                  {price(candle[part], style)}
                </td>
              ))}
              <td className="n">{candle.volume === null ? <span className="faint">not counted</span> : volumeText(candle.volume, style.locale)}</td>
              {columns.map((values, at) => (
                <td key={at} className="n">
                  {numberText(values.get(secondsOf(candle.time)), write)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Column({ line }: { readonly line: Line }): ReactNode {
  return (
    <th scope="col" className="n">
      {line.name.replaceAll("_", " ")}
    </th>
  );
}

/** An indicator is a statistic, not money: a number with a few digits. */
function numberText(value: number | null | undefined, write: Intl.NumberFormat): ReactNode {
  return value == null ? <span className="faint">undefined</span> : write.format(value).replace("-", "−");
}
