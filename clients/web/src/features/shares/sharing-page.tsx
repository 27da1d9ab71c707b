/** What one shares of one's portfolios, and what others share with one. */
import { day } from "@cryptotracker/core/dates";
import { inWords } from "@cryptotracker/core/problem";
import { usePortfolios } from "@cryptotracker/core/queries";
import { useEndShare, useSharedWithMe, useShares } from "@cryptotracker/core/share-queries";
import type { SharedView, ShareRecord } from "@cryptotracker/core/shares";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";

import { Select } from "../../ui/field";
import { Icon } from "../../ui/icon";
import { remembered, usePreferences } from "../../ui/preferences";
import { Empty, ErrorNote, Skeleton } from "../../ui/states";
import { useToast } from "../../ui/toast";
import { PageHead } from "../settings/page-head";
import { EditShareDialog } from "./edit-share-dialog";
import { NewShareCard } from "./new-share-card";
import { SCOPES } from "./scopes";

export function SharingPage(): ReactNode {
  const portfolios = usePortfolios().data?.items ?? [];
  const [chosen, choose] = useState(remembered("ct-portfolio"));
  const portfolio = portfolios.find(({ id }) => id === chosen) ?? portfolios[0];
  return (
    <>
      <PageHead title="Sharing">Let somebody see a portfolio, as much of it and for as long as you choose.</PageHead>
      {portfolio === undefined ? null : (
        <>
          {portfolios.length === 1 ? null : <Select label="Portfolio" value={portfolio.id} options={portfolios.map(({ id, name }) => [id, name])} onChange={choose} />}
          <NewShareCard key={`new ${portfolio.id}`} portfolio={portfolio} />
          <Given key={portfolio.id} portfolio={portfolio.id} />
        </>
      )}
      <WithMe />
    </>
  );
}

function Given({ portfolio }: { readonly portfolio: string }): ReactNode {
  const shares = useShares(portfolio);
  return (
    <section className="card" aria-labelledby="shares">
      <div className="card-head">
        <h2 id="shares">Who may see it</h2>
      </div>
      {shares.isPending ? (
        <Skeleton rows={3} label="Loading what you share" />
      ) : shares.data === undefined ? (
        <ErrorNote what="What you share could not be loaded" error={shares.error} onRetry={() => void shares.refetch()} />
      ) : shares.data.items.length === 0 ? (
        <Empty>Nobody but you.</Empty>
      ) : (
        <ul className="rows">
          {shares.data.items.map((share) => (
            <Row key={share.id} portfolio={portfolio} share={share} />
          ))}
        </ul>
      )}
    </section>
  );
}

function nameOf({ kind, email, label }: ShareRecord): string {
  const name = kind === "person" ? (email ?? "Somebody") : kind === "public" ? "A public page" : "Whoever has the link";
  return label === "" ? name : `${name}: ${label}`;
}

function Row({ portfolio, share }: { readonly portfolio: string; readonly share: ShareRecord }): ReactNode {
  const { zone } = usePreferences();
  const end = useEndShare(portfolio);
  const toast = useToast();
  const [editing, edit] = useState(false);
  const name = nameOf(share);
  const over = Date.parse(share.expires_at) < Date.now();
  const stop = () =>
    end.mutate(share.id, {
      onSuccess: () => toast(`No longer shared: ${name}.`),
      onError: (error) => toast(`Still shared: ${name}. ${inWords(error).detail}`),
    });
  return (
    <li>
      <Icon name={share.kind === "person" ? "person" : "share"} />
      <span className="grow">
        <span className="strong">{name}</span>
        {over ? <span className="tag warn">Over</span> : null}
        {share.has_passcode ? <span className="tag">Passcode</span> : null}
        <span className="sub">{SCOPES[share.scope]}</span>
        <span className="sub">{`${over ? "Ended" : "Until"} ${day(share.expires_at, zone)}`}</span>
      </span>
      <button type="button" className="btn" aria-label={`Edit: ${name}`} onClick={() => edit(true)}>
        Edit
      </button>
      {editing ? <EditShareDialog portfolio={portfolio} share={share} name={name} onClose={() => edit(false)} /> : null}
      {over ? null : (
        <button type="button" className="btn" aria-label={`Stop sharing: ${name}`} disabled={end.isPending} onClick={stop}>
          Stop
        </button>
      )}
    </li>
  );
}

function WithMe(): ReactNode {
  const shared = useSharedWithMe();
  return (
    <section className="card" aria-labelledby="with-me">
      <div className="card-head">
        <h2 id="with-me">Shared with you</h2>
      </div>
      {shared.isPending ? (
        <Skeleton rows={2} label="Loading what is shared with you" />
      ) : shared.data === undefined ? (
        <ErrorNote what="What is shared with you could not be loaded" error={shared.error} onRetry={() => void shared.refetch()} />
      ) : shared.data.items.length === 0 ? (
        <Empty>Nothing yet.</Empty>
      ) : (
        <ul className="rows">
          {shared.data.items.map((one) => (
            <Other key={one.id} shared={one} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Other({ shared }: { readonly shared: SharedView }): ReactNode {
  const { zone } = usePreferences();
  return (
    <li>
      <Icon name="share" />
      <span className="grow">
        <Link className="strong" to="/shared/$share" params={{ share: shared.id ?? "" }}>
          {shared.portfolio?.name ?? "A portfolio"}
        </Link>
        <span className="sub">{`By ${shared.shared_by ?? "somebody"}, until ${day(shared.expires_at, zone)}`}</span>
      </span>
    </li>
  );
}
