/** Which lots a disposal used up: when acquired, at what cost, with what gain. */
import { roundTogether } from "@cryptotracker/core/decimal";
import { day } from "@cryptotracker/core/dates";
import { places } from "@cryptotracker/core/money";
import type { Disposal, Match } from "@cryptotracker/core/types";
import type { ReactNode } from "react";

import { Gain, Money, Price, Quantity } from "../../ui/figures";
import { Icon } from "../../ui/icon";
import { usePhone } from "../../ui/use-media";
import { useView } from "../../ui/view";
import { figureOf } from "./figure-of";

const TERMS = { short: "Short", long: "Long", exempt: "Exempt" } as const;

interface Shown {
  readonly match: Match;
  readonly cost: string | null;
  readonly proceeds: string | null;
  readonly gain: string | null;
}

export function Matches({ disposal, own }: { readonly disposal: Disposal; readonly own: boolean }): ReactNode {
  const view = useView();
  const phone = usePhone();
  const shown = together(disposal.matches, places(view.style));
  const unknown = disposal.matches.filter((match) => match.cost_basis === null);
  return (
    <div className="matches" data-testid="matches">
      {phone ? <Cards shown={shown} asset={disposal.asset} /> : <Lots shown={shown} asset={disposal.asset} />}
      {unknown.length > 0 ? (
        <p className="small notice">
          <Icon name="warning" small />
          <span>
            Nothing in the files says what{" "}
            {unknown.map((match, index) => (
              <Quantity key={index} value={match.quantity} asset={disposal.asset} />
            ))}{" "}
            {disposal.asset} cost. The gain lies between the part that is known and that plus the whole proceeds of the rest.
          </span>
        </p>
      ) : null}
      {own ? (
        <button type="button" className="btn quiet" onClick={() => view.explain(figureOf(disposal))}>
          <Icon name="question" small />
          Explain down to the raw rows
        </button>
      ) : null}
    </div>
  );
}

function Lots({ shown, asset }: { readonly shown: readonly Shown[]; readonly asset: string }): ReactNode {
  const { timeZone } = useView();
  const termed = shown.some(({ match }) => match.term !== null);
  return (
    <table className="table lots" aria-label="Lots used up">
      <thead>
        <tr>
          <th scope="col">Acquired</th>
          <th scope="col" className="n q">Quantity</th>
          <th scope="col" className="n">Unit cost</th>
          <th scope="col" className="n">Cost</th>
          <th scope="col" className="n">Proceeds</th>
          <th scope="col" className="n">Gain</th>
          {termed ? <th scope="col">Term</th> : null}
        </tr>
      </thead>
      <tbody>
        {shown.map(({ match, cost, proceeds, gain }, index) => (
          <tr key={index}>
            <td className="nowrap">
              {match.acquired === null ? (match.rule === "unknown" ? "unknown" : "Pool") : day(match.acquired, timeZone)}
              {match.account === null ? null : <span className="sub">{match.account}</span>}
            </td>
            <td className="n">
              <Quantity value={match.quantity} asset={asset} aligned />
            </td>
            <td className="n">
              <Price value={match.unit_cost} />
            </td>
            <td className="n">
              <Money value={cost} />
            </td>
            <td className="n">
              <Money value={proceeds} />
            </td>
            <td className="n">
              <Gain value={gain} />
            </td>
            {termed ? <td>{match.term === null ? null : <span className="tag">{TERMS[match.term]}</span>}</td> : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cards({ shown, asset }: { readonly shown: readonly Shown[]; readonly asset: string }): ReactNode {
  const { timeZone } = useView();
  return (
    <ul className="lot-cards" aria-label="Lots used up">
      {shown.map(({ match, cost, gain }, index) => (
        <li key={index}>
          <span>
            <Quantity value={match.quantity} asset={asset} most={4} /> {asset}
            <span className="sub">{match.acquired === null ? "acquired: unknown" : `acquired ${day(match.acquired, timeZone)}`}</span>
          </span>
          <span className="r">
            <Gain value={gain} />
            <span className="sub">
              cost <Money value={cost} />
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Cents are shared out so that the lots add up to the disposal above them. */
function together(matches: readonly Match[], cents: number): readonly Shown[] {
  const spread = (field: "cost_basis" | "proceeds" | "gain") => {
    const shown = [...roundTogether(matches.flatMap((match) => match[field] ?? []), cents)];
    return matches.map((match) => (match[field] === null ? null : (shown.shift() ?? null)));
  };
  const [costs, proceeds, gains] = [spread("cost_basis"), spread("proceeds"), spread("gain")];
  return matches.map((match, index) => ({
    match,
    cost: costs[index] ?? null,
    proceeds: proceeds[index] ?? null,
    gain: gains[index] ?? null,
  }));
}
