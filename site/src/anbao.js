/** What every page runs: the theme at once; language, search and tables when the page is there. */

import { keepPlace } from "./language.js";
import { search } from "./search.js";
import { filterTables } from "./tables.js";
import { applyTheme, switchTheme } from "./theme.js";

applyTheme();
document.addEventListener("DOMContentLoaded", () => {
  for (const element of document.querySelectorAll("[data-scripted][hidden]"))
    element.removeAttribute("hidden");
  switchTheme();
  keepPlace();
  search();
  filterTables();
});
