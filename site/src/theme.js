/** Light or dark: as the visitor's system has it, until the visitor chooses. */

const KEY = "anbao-theme";
const LIGHT_DARK = /** @type {const} */ (["light", "dark"]);

/** Returns what was chosen, or nothing; a browser may refuse to store anything. */
function stored() {
  try {
    const found = localStorage.getItem(KEY);
    return LIGHT_DARK.find((theme) => theme === found);
  } catch {
    return undefined;
  }
}

/** Sets the theme that was chosen; called before anything is drawn, so that nothing flashes. */
export function applyTheme() {
  const theme = stored();
  if (theme) document.documentElement.dataset.theme = theme;
}

/** Lets the button switch between light and dark. */
export function switchTheme() {
  const button = document.getElementById("theme");
  button?.addEventListener("click", () => {
    const dark =
      document.documentElement.dataset.theme ??
      (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    const theme = dark === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    button.setAttribute("aria-pressed", String(theme === "dark"));
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // The choice holds for this page then.
    }
    document.dispatchEvent(new CustomEvent("themechange"));
  });
}
