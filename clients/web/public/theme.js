// Sets the theme before the first paint: the user's choice, else what the system asks for.
(() => {
  const root = document.documentElement;
  const asked = (query) => matchMedia(query).matches;
  let chosen = null;
  try {
    chosen = localStorage.getItem("ct-theme");
  } catch {
    // A browser that refuses storage still gets the system's theme.
  }
  const known = ["light", "dark", "contrast-light", "contrast-dark"];
  const system = `${asked("(prefers-contrast: more)") ? "contrast-" : ""}${asked("(prefers-color-scheme: dark)") ? "dark" : "light"}`;
  root.dataset.ctTheme = known.includes(chosen) ? chosen : system;
  root.dataset.ctDensity = "comfortable";
})();
