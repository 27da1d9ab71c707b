/** Says what just happened, with a way back; stays while the pointer or the focus is on it. */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from "react";

import { Icon } from "./icon";

const SECONDS = 10;

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly undo?: (() => void) | undefined;
}

type Show = (text: string, undo?: () => void) => void;

const ToastContext = createContext<Show>(() => undefined);

export function useToast(): Show {
  return useContext(ToastContext);
}

export function ToastProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [toast, setToast] = useState<Toast | null>(null);
  const show = useCallback<Show>((text, undo) => setToast({ id: Date.now(), text, undo }), []);
  return (
    <ToastContext value={show}>
      {children}
      <div role="status" aria-live="polite">
        {toast === null ? null : <ToastBox key={toast.id} toast={toast} onClose={() => setToast(null)} />}
      </div>
    </ToastContext>
  );
}

function ToastBox({ toast, onClose }: { readonly toast: Toast; readonly onClose: () => void }): ReactNode {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(onClose, SECONDS * 1000);
    return () => clearTimeout(timer);
  }, [held, onClose]);
  const undo = () => {
    toast.undo?.();
    onClose();
  };
  const hold = () => setHeld(true);
  const release = () => setHeld(false);
  return (
    <div className="toast" onPointerEnter={hold} onPointerLeave={release} onFocus={hold} onBlur={release}>
      <span>{toast.text}</span>
      {toast.undo === undefined ? null : (
        <button type="button" className="btn quiet" onClick={undo}>
          <Icon name="undo" small />
          Undo
        </button>
      )}
      <button type="button" className="btn icon-only" aria-label="Close message" onClick={onClose}>
        <Icon name="close" small />
      </button>
    </div>
  );
}
