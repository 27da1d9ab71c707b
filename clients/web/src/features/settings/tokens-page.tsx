/** Tokens by which programs act in one's name. */
import { day } from "@cryptotracker/core/dates";
import type { TokenRecord } from "@cryptotracker/core/identity";
import { inWords } from "@cryptotracker/core/problem";
import { useEndToken, useEndTokens, useTokens } from "@cryptotracker/core/settings-queries";
import { type ReactNode, useState } from "react";

import { Dialog } from "../../ui/dialog";
import { Icon } from "../../ui/icon";
import { usePreferences } from "../../ui/preferences";
import { Empty, ErrorNote, Skeleton } from "../../ui/states";
import { useToast } from "../../ui/toast";
import { NewTokenCard } from "./new-token-card";
import { PageHead } from "./page-head";

export function TokensPage(): ReactNode {
  const tokens = useTokens();
  return (
    <>
      <PageHead title="Tokens">For programs and scripts that act in your name. None can change your password or how you sign in.</PageHead>
      <NewTokenCard />
      <section className="card" aria-labelledby="tokens">
        <div className="card-head">
          <h2 id="tokens">Your tokens</h2>
        </div>
        {tokens.isPending ? (
          <Skeleton rows={4} label="Loading your tokens" />
        ) : tokens.data === undefined ? (
          <ErrorNote what="Your tokens could not be loaded" error={tokens.error} onRetry={() => void tokens.refetch()} />
        ) : tokens.data.items.length === 0 ? (
          <Empty>There is no token yet.</Empty>
        ) : (
          <ul className="rows">
            {tokens.data.items.map((token) => (
              <Row key={token.id} token={token} />
            ))}
          </ul>
        )}
      </section>
      {tokens.data !== undefined && tokens.data.items.length > 1 ? <RevokeAll count={tokens.data.items.length} /> : null}
    </>
  );
}

/** Tokens that are revoked cannot be brought back, so it is asked for once more. */
function RevokeAll({ count }: { readonly count: number }): ReactNode {
  const end = useEndTokens();
  const toast = useToast();
  const [asked, setAsked] = useState(false);
  const revoke = () =>
    end.mutate(undefined, {
      onSuccess: () => toast("Revoked: all tokens."),
      onError: (error) => toast(`Your tokens still work. ${inWords(error).detail}`),
      onSettled: () => setAsked(false),
    });
  return (
    <div className="foot">
      <button type="button" className="btn" onClick={() => setAsked(true)}>
        Revoke all tokens
      </button>
      {asked ? (
        <Dialog title={`Revoke all ${count} tokens?`} onClose={() => setAsked(false)}>
          <p className="muted">Every program that acts for you stops within five seconds. Each needs a new token to go on.</p>
          <div className="actions">
            <button type="button" className="btn" onClick={() => setAsked(false)}>
              Cancel
            </button>
            <button type="button" className="btn danger" disabled={end.isPending} onClick={revoke}>
              Revoke all
            </button>
          </div>
        </Dialog>
      ) : null}
    </div>
  );
}

function Row({ token }: { readonly token: TokenRecord }): ReactNode {
  const { zone } = usePreferences();
  const end = useEndToken();
  const toast = useToast();
  const revoke = () =>
    end.mutate(token.id, {
      onSuccess: () => toast(`Revoked: ${token.name}.`),
      onError: (error) => toast(`${token.name} still works. ${inWords(error).detail}`),
    });
  const over = Date.parse(token.expires_at) < Date.now();
  const until = `${over ? "ended" : "until"} ${day(token.expires_at, zone)}`;
  const used = token.last_used_at === null ? "not used yet" : `last used ${day(token.last_used_at, zone)}`;
  return (
    <li>
      <Icon name="key" />
      <span className="grow">
        <span className="strong">{token.name}</span>
        <span className="tag">{token.scopes.includes("write") ? "Reads and writes" : "Reads"}</span>
        {over ? <span className="tag warn">Ended</span> : null}
        <span className="sub">{`Made ${day(token.created_at, zone)}, ${until}, ${used}`}</span>
      </span>
      <button type="button" className="btn" aria-label={`Revoke ${token.name}`} disabled={end.isPending} onClick={revoke}>
        Revoke
      </button>
    </li>
  );
}
