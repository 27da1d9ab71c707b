/** Which portfolio is on screen, the others, and the way to a new one. */
import { usePortfolios } from "@cryptotracker/core/queries";
import type { Portfolio } from "@cryptotracker/core/types";
import { Link, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";

import { Icon } from "../../ui/icon";
import { Popover } from "../../ui/popover";
import { NewPortfolioDialog } from "./new-portfolio-dialog";

export function PortfolioSwitcher({ current }: { readonly current: Portfolio }): ReactNode {
  const portfolios = usePortfolios();
  const navigate = useNavigate();
  const [making, setMaking] = useState(false);
  const trigger = (
    <>
      <span>{current.name}</span>
      <Icon name="chevron-down" small />
    </>
  );
  return (
    <>
      <Popover label={`Portfolio: ${current.name}`} trigger={trigger} className="btn chooser" closeOnChoice>
        {(portfolios.data?.items ?? [current]).map((one) => (
          <Link key={one.id} className="item" to="/p/$portfolio" params={{ portfolio: one.id }} aria-current={one.id === current.id ? "true" : undefined}>
            {one.id === current.id ? <Icon name="check" small /> : <span className="room" />}
            <span className="grow">{one.name}</span>
            <span className="small faint">{one.currency}</span>
          </Link>
        ))}
        <hr />
        <button type="button" className="item" onClick={() => setMaking(true)}>
          <Icon name="plus" small />
          New portfolio
        </button>
      </Popover>
      {making ? (
        <NewPortfolioDialog onClose={() => setMaking(false)} onMade={(made) => void navigate({ to: "/p/$portfolio/import", params: { portfolio: made.id } })} />
      ) : null}
    </>
  );
}
