/** Takes a file by dropping or by choosing. */
import { type DragEvent, type ReactNode, useRef, useState } from "react";

import { Icon } from "../../ui/icon";

export function DropZone({ onFile }: { readonly onFile: (file: File) => void }): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file !== undefined) onFile(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <section
      className={over ? "card drop over" : "card drop"}
      aria-label="File to import"
      data-testid="drop-zone"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Icon name="import" />
      <p className="strong">Drop a file here</p>
      <p className="small faint">
        Kraken, Coinbase, Binance, Bitstamp, Koinly, CoinTracking, rotki, BittyTax, or our own CSV and JSON Lines. The format is found by its content.
      </p>
      <button type="button" className="btn primary" onClick={() => input.current?.click()}>
        Choose a file
      </button>
      <input
        ref={input}
        type="file"
        className="vh"
        aria-label="Choose a file to import"
        tabIndex={-1}
        onChange={(event) => {
          take(event.target.files);
          event.target.value = "";
        }}
      />
    </section>
  );
}
