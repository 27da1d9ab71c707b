/** A button that opens a small box beside it; Escape or a click elsewhere closes it. */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";

interface PopoverProps {
  /** The button's accessible name. */
  readonly label: string;
  readonly trigger: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  readonly align?: "start" | "end";
  /** Close as soon as something inside was chosen. */
  readonly closeOnChoice?: boolean;
}

export function Popover({ label, trigger, children, className = "btn", align = "start", closeOnChoice = false }: PopoverProps): ReactNode {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLSpanElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();

  useEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open) return;
    event.stopPropagation();
    close();
  };
  return (
    <span className="popover" ref={box} onKeyDown={keys}>
      <button type="button" ref={button} className={className} aria-label={label} aria-expanded={open} aria-controls={open ? id : undefined} onClick={() => setOpen(!open)}>
        {trigger}
      </button>
      {open ? (
        <span id={id} role="group" aria-label={label} className={`popover-box ${align}`} onClick={closeOnChoice ? close : undefined}>
          {children}
        </span>
      ) : null}
    </span>
  );
}
