/** One price that was stated. */
import { moment } from "@cryptotracker/core/dates";
import { price as written } from "@cryptotracker/core/money";
import type { OwnPrice } from "@cryptotracker/core/own-prices";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { Coin } from "../../ui/coin";
import { Icon } from "../../ui/icon";
import { useView } from "../../ui/view";
import { dayOrMoment } from "./stated-at";

interface OwnPriceRowProps {
  readonly price: OwnPrice;
  readonly onChange: () => void;
  readonly onForget: () => void;
}

export function OwnPriceRow({ price, onChange, onForget }: OwnPriceRowProps): ReactNode {
  const { style, timeZone } = useView();
  const of = `${price.asset} of ${dayOrMoment(price, timeZone)}`;
  return (
    <li>
      <span className="asset">
        <Coin symbol={price.asset} />
        <span>
          <span className="row wrap">
            <Link className="quiet-link strong" to="/market/$asset" params={{ asset: price.asset }}>
              {price.asset}
            </Link>
            {price.overrides ? <span className="tag info">Before the market’s</span> : null}
          </span>
          {price.note === "" ? null : <span className="sub">{price.note}</span>}
        </span>
      </span>
      <span className="r">
        <span className="strong nowrap">{written(price.price, { locale: style.locale, currency: price.currency })}</span>
        <span className="sub" title={`stated on ${moment(price.stated_at, timeZone)}`}>
          {dayOrMoment(price, timeZone)}
        </span>
      </span>
      <span className="row moves">
        <button type="button" className="btn icon-only slim" aria-label={`Edit the price of ${of}`} onClick={onChange}>
          <Icon name="pencil" small />
        </button>
        <button type="button" className="btn icon-only slim" aria-label={`Take back the price of ${of}`} onClick={onForget}>
          <Icon name="trash" small />
        </button>
      </span>
    </li>
  );
}
