/** All that is kept of the reader: to fetch, or to have deleted. */
import { useMe } from "@cryptotracker/core/people-queries";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { ExportsCard } from "./exports-card";
import { PageHead } from "./page-head";

export function DataPage(): ReactNode {
  const me = useMe();
  return (
    <>
      <PageHead title="Your data">{me === null ? "All that is kept here, to take with you." : "All that is kept of you: take it with you, or have it deleted."}</PageHead>
      <ExportsCard />
      {me === null ? null : (
        <section className="card" aria-labelledby="leaving">
          <div className="card-head">
            <h2 id="leaving">Delete account</h2>
          </div>
          <div className="block">
            <p className="muted note">Nobody gets in from then on, and seven days later all of it is gone. The next page says what goes and what stays, and asks once more.</p>
            <Link className="btn" to="/settings/data/deletion">
              See what deletion does
            </Link>
          </div>
        </section>
      )}
    </>
  );
}
