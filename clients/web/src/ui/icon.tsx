/** Line icons on a 24 grid, drawn for this product. */
import type { ReactNode } from "react";

const SHAPES = {
  "dashboard": "M4 4h7v8H4zM13 4h7v5h-7zM13 12h7v8h-7zM4 15h7v5H4z",
  "transactions": "M4 8h15M15 4l4 4-4 4M20 16H5M9 12l-4 4 4 4",
  "gains": "M6 3h12v18l-3-2-3 2-3-2-3 2zM9.5 14.5l5-6M9.7 9v.01M14.4 14v.01",
  "import": "M14 3v5h5M14 3H7a2 2 0 0 0-2 2v5M14 3l5 5v11a2 2 0 0 1-2 2H9M3 15.5h8M8 12.5l3 3-3 3",
  "eye": "M2.5 12c2.4-4.2 5.6-6.3 9.5-6.3s7.1 2.1 9.5 6.3c-2.4 4.2-5.6 6.3-9.5 6.3s-7.1-2.1-9.5-6.3zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  "eye-off": "M4 4l16 16M9.9 5.9c4.6-.8 8.4 1.2 11.6 6.1-.9 1.5-1.9 2.8-3 3.7M15.5 17.6c-5.3 1.9-9.6 0-13-5.6 1.1-1.9 2.4-3.4 3.9-4.5M10.2 10.3a2.5 2.5 0 0 0 3.5 3.5",
  "theme": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 3v18M12 8h7.5M12 12h8.5M12 16h7.5",
  "chevron-right": "M9 6l6 6-6 6",
  "chevron-down": "M6 9l6 6 6-6",
  "close": "M6 6l12 12M18 6L6 18",
  "up": "M12 19V5M6 11l6-6 6 6",
  "down": "M12 5v14M6 13l6 6 6-6",
  "flat": "M5 12h14M13 6l6 6-6 6",
  "warning": "M12 4l9 16H3zM12 10v4M12 17v.01",
  "info": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5M12 8v.01",
  "done": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8.5 12l2.5 2.5 4.5-5",
  "check": "M5 12.5l4.5 4.5L19 7.5",
  "download": "M12 4v11M7 11l5 5 5-5M4 20h16",
  "undo": "M8 5L4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-3",
  "plus": "M12 5v14M5 12h14",
  "minus": "M5 12h14",
  "star": "M12 3.6l2.6 5.3 5.8.8-4.2 4.1 1 5.8-5.2-2.7-5.2 2.7 1-5.8-4.2-4.1 5.8-.8z",
  "market": "M7 4v3M7 14v3M4.5 7h5v7h-5zM16.5 7v4M16.5 18v2.5M14 11h5v7h-5z",
  "copy": "M9 9h11v11H9zM15 9V4H4v11h5",
  "file": "M13 3v6h6M13 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V9z",
  "question": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.5v.01",
  "retry": "M20 11a8 8 0 1 0-2.5 6.5M20 4v7h-7",
  "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L20 20",
  "table": "M4 5h16v14H4zM4 10h16M4 14.5h16M10 10v9",
  "chart": "M4 19h16M4 15l5-6 4 3 6-7",
  "offline": "M4 4l16 16M8.5 15a5 5 0 0 1 6.2-.7M5 11.5a10 10 0 0 1 4-2.3M12.5 8.7a10 10 0 0 1 6.5 2.8M12 19v.01",
  "person": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c.8-3.6 3.6-5.5 7.5-5.5s6.7 1.9 7.5 5.5",
  "settings": "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4zM9 14.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4z",
  "leave": "M14 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h8M10 12h10M16.5 8.5L20 12l-3.5 3.5",
  "lock": "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.5v2",
  "device": "M4 5h16v11H4zM9 20h6M12 16v4",
  "key": "M8 9.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM11.2 10.8L20 2M16 6l3 3M13.5 8.5l2 2",
  "share": "M17 3.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM7 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM17 15.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM9.2 10.8l5.6-3.4M9.2 13.2l5.6 3.4",
  "log": "M6 3h12v18H6zM9 8h6M9 12h6M9 16h3",
  "comment": "M4 5h16v11h-9l-4 4v-4H4z",
  "news": "M4 5h13v14H6a2 2 0 0 1-2-2zM17 9h3v8a2 2 0 0 1-2 2h-1M7.5 9h6M7.5 12.5h6M7.5 16h3",
  "bookmark": "M7 4h10v16l-5-4-5 4z",
  "list": "M8 6h12M8 12h12M8 18h12M4 6v.01M4 12v.01M4 18v.01",
  "trash": "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  "pencil": "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  "printer": "M7 9V3h10v6M7 18H4V9h16v9h-3M7 14h10v7H7z",
} as const;

export type IconName = keyof typeof SHAPES;

export function Icon({ name, small = false }: { readonly name: IconName; readonly small?: boolean }): ReactNode {
  return (
    <svg className={small ? "icon s" : "icon"} viewBox="0 0 24 24" aria-hidden="true">
      <path d={SHAPES[name]} />
    </svg>
  );
}

export function Mark(): ReactNode {
  return (
    <svg viewBox="0 0 28 28" aria-hidden="true">
      <rect className="tile" width="28" height="28" rx="7" />
      <g className="mark" strokeWidth="2.6" strokeLinecap="round">
        <path d="M9.4 8.5h3.6M6 14h7M7.8 19.5h5.2M19.6 8.5h2.4M19.6 14h.9" fill="none" />
        <circle cx="16.3" cy="8.5" r="1.25" stroke="none" />
        <circle cx="16.3" cy="14" r="1.25" stroke="none" />
        <circle cx="16.3" cy="19.5" r="1.25" stroke="none" />
      </g>
    </svg>
  );
}
