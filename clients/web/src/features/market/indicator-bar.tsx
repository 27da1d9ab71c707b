/** Which indicators are drawn, each with its values to choose; and the way to add one. */
import { type Asked, fault, INDICATORS, INDICATORS_MOST, said, shortName, writeIndicator } from "@cryptotracker/core/indicators";
import { type FormEvent, type ReactNode, useState } from "react";

import { TextField } from "../../ui/field";
import { Icon } from "../../ui/icon";
import { Popover } from "../../ui/popover";

interface IndicatorBarProps {
  readonly asked: readonly Asked[];
  readonly onChange: (asked: readonly Asked[]) => void;
}

export function IndicatorBar({ asked, onChange }: IndicatorBarProps): ReactNode {
  const add = (name: string) => {
    const indicator = INDICATORS.find((one) => one.name === name);
    if (indicator !== undefined) onChange([...asked, { indicator, values: indicator.parameters.map((one) => one.default) }]);
  };
  const full = asked.length >= INDICATORS_MOST;
  return (
    <div className="studies" role="group" aria-label="Indicators">
      {asked.map((each, at) => (
        <Chosen
          key={writeIndicator(each)}
          asked={each}
          colour={(at % 7) + 2}
          onChange={(next) => onChange(asked.map((one, index) => (index === at ? next : one)))}
          onRemove={() => onChange(asked.filter((_, index) => index !== at))}
        />
      ))}
      <Popover label="Add an indicator" className="btn quiet slim" closeOnChoice trigger={<><Icon name="plus" small />Indicator</>}>
        <span className="study-list">
          {INDICATORS.map((one) => (
            <button key={one.name} type="button" className="item" disabled={full} title={one.definition} onClick={() => add(one.name)}>
              {one.title}
            </button>
          ))}
        </span>
      </Popover>
    </div>
  );
}

interface ChosenProps {
  readonly asked: Asked;
  readonly colour: number;
  readonly onChange: (asked: Asked) => void;
  readonly onRemove: () => void;
}

function Chosen({ asked, colour, onChange, onRemove }: ChosenProps): ReactNode {
  const name = shortName(asked);
  return (
    <span className="study">
      <Popover label={`${name}, values`} className="btn quiet slim" trigger={<><i style={{ borderColor: `var(--ct-c${colour})` }} />{name}</>}>
        <Values asked={asked} onChange={onChange} />
      </Popover>
      <button type="button" className="btn icon-only slim" aria-label={`Remove ${name}`} onClick={onRemove}>
        <Icon name="close" small />
      </button>
    </span>
  );
}

function Values({ asked, onChange }: Pick<ChosenProps, "asked" | "onChange">): ReactNode {
  const { indicator } = asked;
  const [values, setValues] = useState(asked.values);
  const wrong = fault({ indicator, values });
  const keep = (event: FormEvent) => {
    event.preventDefault();
    if (wrong === null) onChange({ indicator, values });
  };
  return (
    <form className="study-values" onSubmit={keep}>
      <p className="strong">{indicator.title}</p>
      <p className="small muted">{indicator.definition.replaceAll("`", "")}</p>
      <div className="fields">
        {indicator.parameters.map((one, at) => (
          <TextField
            key={one.name}
            label={said(one.name)}
            value={values[at] ?? ""}
            inputMode={one.whole ? "numeric" : "decimal"}
            autoComplete="off"
            onChange={(text) => setValues(values.map((old, index) => (index === at ? text.trim() : old)))}
          />
        ))}
      </div>
      {wrong === null ? null : (
        <p className="small down" role="alert">
          {wrong}
        </p>
      )}
      {indicator.parameters.length === 0 ? <p className="small muted">It has no values to choose.</p> : (
        <button type="submit" className="btn" disabled={wrong !== null}>
          Draw it
        </button>
      )}
    </form>
  );
}
