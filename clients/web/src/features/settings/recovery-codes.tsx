/** The codes for a lost phone: shown once, to copy, keep as a file or print. */
import { type ReactNode, useEffect, useRef } from "react";

import { CopyButton } from "../../ui/copy-button";
import { Icon } from "../../ui/icon";

interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly email: string;
  readonly onKept: () => void;
}

export function RecoveryCodes({ codes, email, onKept }: RecoveryCodesProps): ReactNode {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <div className="block">
      <div>
        <h3 className="strong" ref={title} tabIndex={-1}>
          Keep these recovery codes
        </h3>
        <p className="muted note">Each lets {email} in once, should the phone be lost. They are shown only now.</p>
      </div>
      <ul className="codes" aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="foot">
        <CopyButton text={codes.join("\n")} what="the recovery codes" />
        <button type="button" className="btn" onClick={() => save(codes, email)}>
          <Icon name="download" small />
          Download
        </button>
        <button type="button" className="btn" onClick={() => print()}>
          <Icon name="printer" small />
          Print
        </button>
        <button type="button" className="btn primary" onClick={onKept}>
          I have kept them
        </button>
      </div>
    </div>
  );
}

function save(codes: readonly string[], email: string): void {
  const text = `CryptoTracker, recovery codes of ${email}\r\nEach works once.\r\n\r\n${codes.join("\r\n")}\r\n`;
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = "cryptotracker-recovery-codes.txt";
  link.click();
  URL.revokeObjectURL(address);
}
