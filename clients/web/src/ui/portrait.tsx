/** Somebody's picture, or, without one, a stand-in. */
import { useAvatar } from "@cryptotracker/core/preference-queries";
import type { ReactNode } from "react";

import { Icon } from "./icon";

/** Beside a name it says nothing that the name does not. */
export function Portrait({ large = false }: { readonly large?: boolean }): ReactNode {
  const picture = useAvatar();
  if (typeof picture === "string") return <img className={large ? "portrait large" : "portrait"} src={picture} alt="" />;
  return large ? (
    <span className="portrait large">
      <Icon name="person" />
    </span>
  ) : (
    <Icon name="person" />
  );
}
