/** What one is written to about, and by which way. */
import { useChangePreferences } from "@cryptotracker/core/preference-queries";
import type { KeptPreferences } from "@cryptotracker/core/preferences";
import type { ReactNode } from "react";

import { FormProblem } from "../../ui/form-problem";

const KINDS: Readonly<Record<string, readonly [title: string, hint: string]>> = {
  security: ["Security", "A new password, address or second factor, and links you asked for. They always go out."],
  sharing: ["Sharing", "Somebody shares a portfolio with you."],
};
const CHANNELS: Readonly<Record<string, string>> = { email: "E-mail" };

export function LettersCard({ kept }: { readonly kept: KeptPreferences }): ReactNode {
  const { mutate, error } = useChangePreferences();
  const channels = [...new Set(kept.notices.map(({ channel }) => channel))];
  const kinds = [...new Set(kept.notices.map(({ kind }) => kind))];
  const nameOf = (kind: string) => KINDS[kind]?.[0] ?? kind;
  return (
    <section className="card" aria-labelledby="letters">
      <div className="card-head">
        <h2 id="letters">Notifications</h2>
      </div>
      <table className="matrix">
        <thead>
          <tr>
            <th scope="col">About</th>
            {channels.map((channel) => (
              <th key={channel} scope="col">
                {CHANNELS[channel] ?? channel}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <tr key={kind}>
              <th scope="row">
                {nameOf(kind)}
                <span className="hint">{KINDS[kind]?.[1]}</span>
              </th>
              {channels.map((channel) => {
                const one = kept.notices.find((notice) => notice.kind === kind && notice.channel === channel);
                return (
                  <td key={channel}>
                    {one === undefined ? null : (
                      <input
                        type="checkbox"
                        aria-label={`${nameOf(kind)} by ${CHANNELS[channel] ?? channel}`}
                        checked={one.on}
                        disabled={one.fixed}
                        onChange={(event) => mutate({ notices: [{ kind, channel, on: event.target.checked }] })}
                      />
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {error === null ? null : (
        <div className="block">
          <FormProblem error={error} />
        </div>
      )}
    </section>
  );
}
