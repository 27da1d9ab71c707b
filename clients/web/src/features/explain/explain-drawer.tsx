/** Why a figure is what it is: answer, sentence, the parts down to the raw rows, the sources. */
import { sign } from "@cryptotracker/core/decimal";
import { useFigure } from "@cryptotracker/core/queries";
import type { Figure } from "@cryptotracker/core/types";
import type { ReactNode } from "react";

import { Drawer } from "../../ui/drawer";
import { Direction } from "../../ui/figures";
import { Icon } from "../../ui/icon";
import { masked } from "../../ui/masked";
import { ErrorNote, Skeleton } from "../../ui/states";
import { useToast } from "../../ui/toast";
import { useView } from "../../ui/view";
import { ofFigure } from "../comments/abouts";
import { ThreadSection } from "../comments/thread-section";
import { asText } from "./as-text";
import "./explain.css";
import { PartTree } from "./part-tree";
import { useWrite } from "./write";

const SOURCE_NAMES = { method: "Method", price: "Prices", ledger: "Ledger" } as const;

export function ExplainDrawer({ figure, onClose }: { readonly figure: string; readonly onClose: () => void }): ReactNode {
  const view = useView();
  const { data, error, isError, refetch } = useFigure(`${view.portfolio}:${figure}`);
  const footer = data === undefined ? undefined : <CopyButton figure={data} />;
  return (
    <Drawer kind="Explain this figure" title={masked(data?.title ?? "Loading", view.hidden)} subject={data?.ref ?? figure} onClose={onClose} footer={footer}>
      {isError ? (
        <div className="explain-note">
          <ErrorNote what="This figure could not be explained" error={error} onRetry={() => void refetch()} />
        </div>
      ) : data === undefined ? (
        <Skeleton rows={8} label="Loading the explanation" />
      ) : (
        <Explanation figure={data} />
      )}
      <ThreadSection about={ofFigure(figure)} />
    </Drawer>
  );
}

function Explanation({ figure }: { readonly figure: Figure }): ReactNode {
  const { hidden } = useView();
  return (
    <>
      <div className="answer">
        <p className="answer-figure" data-testid="explained-figure">
          <Answer figure={figure} />
        </p>
        <p className="small muted">{masked(figure.sentence, hidden)}</p>
      </div>
      <PartTree figure={figure} />
      <section className="evidence" aria-labelledby="explain-sources">
        <h3 id="explain-sources">Sources</h3>
        <dl>
          {figure.sources.map((source) => (
            <div key={source.kind + source.text}>
              <dt>{SOURCE_NAMES[source.kind] ?? source.kind}</dt>
              <dd>{masked(source.text, hidden)}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  );
}

function Answer({ figure }: { readonly figure: Figure }): ReactNode {
  const write = useWrite();
  const { value, low, high, unit } = figure;
  if (value === null) {
    return low === null || high === null ? "unknown" : `${write.signed(low, unit)} to ${write.signed(high, unit)}`;
  }
  if (!isGain(figure.ref)) return write.plain(value, unit);
  return <Direction sign={sign(value)}>{write.signed(value, unit)}</Direction>;
}

function CopyButton({ figure }: { readonly figure: Figure }): ReactNode {
  const toast = useToast();
  const { hidden } = useView();
  const copy = () => void navigator.clipboard.writeText(asText(figure)).then(() => toast("Explanation copied."));
  return (
    <button type="button" className="btn" onClick={copy} disabled={hidden} title={hidden ? "Show amounts to copy them" : undefined}>
      <Icon name="copy" small />
      Copy
    </button>
  );
}

function isGain(ref: string): boolean {
  return /:(gain|disposal|income)\b/.test(ref);
}
