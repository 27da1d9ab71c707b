/** The head of each page of the settings. */
import type { ReactNode } from "react";

import { usePageTitle } from "../../ui/page-title";
import "./settings.css";

export function PageHead({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  usePageTitle(title);
  return (
    <div className="head">
      <div>
        <h1>{title}</h1>
        <p>{children}</p>
      </div>
    </div>
  );
}
