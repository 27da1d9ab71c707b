import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { Empty } from "../ui/states";

export function Lost(): ReactNode {
  return (
    <main className="main" id="main">
      <Empty action={<Link className="btn" to="/">Open the dashboard</Link>}>There is no page at this address.</Empty>
    </main>
  );
}
