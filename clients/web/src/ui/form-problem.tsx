/** Why a form was refused, below its fields; a refusal that names a field belongs to the field. */
import { inWords, Problem } from "@cryptotracker/core/problem";
import { STEP_UP_NEEDED } from "@cryptotracker/core/session";
import type { ReactNode } from "react";

import { Icon } from "./icon";

export function FormProblem({ error }: { readonly error: unknown }): ReactNode {
  // Whoever closed the question knows that nothing was done.
  if (error === null || (error instanceof Problem && error.type === STEP_UP_NEEDED)) return null;
  const { title, detail } = inWords(error);
  return (
    <p className="form-problem small" role="alert">
      <Icon name="warning" small />
      <span>{detail === title || detail.startsWith(title) ? detail : `${title}. ${detail}`}</span>
    </p>
  );
}
