/** Where the link of a letter leads that shows an address to be its reader's own. */
import { useVerify } from "@cryptotracker/core/people-queries";
import { inWords } from "@cryptotracker/core/problem";
import { Link, useLocation } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";

import { DoorFrame } from "./door-frame";
import { secretOf } from "./search";

export function VerifyPage(): ReactNode {
  const [token] = useState(secretOf(useLocation()));
  const verify = useVerify();
  if (token === "") return <DoorFrame title="The link is not whole" lead="Part of it is missing. Open it from the letter once more, or copy all of it." />;
  if (verify.isSuccess) {
    return (
      <DoorFrame title="Your address is confirmed" announced>
        <Link className="btn primary" to="/sign-in">
          Go on
        </Link>
      </DoorFrame>
    );
  }
  if (verify.isError) {
    const { title, detail } = inWords(verify.error);
    return <DoorFrame title={title} announced lead={detail} below={<Link to="/sign-in">Sign in</Link>} />;
  }
  // A button, for programs that look after mail open its links before its reader does.
  return (
    <DoorFrame title="Confirm your address" lead="One more click, and it is known to be yours.">
      <button type="button" className="btn primary" disabled={verify.isPending} onClick={() => verify.mutate(token)}>
        Confirm
      </button>
    </DoorFrame>
  );
}
