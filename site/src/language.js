/** The switch of language keeps the place: the query and the fragment of the address go along. */

/** Lets the link to the other language take the query and fragment along, as they are when it is used. */
export function keepPlace() {
  const link = document.getElementById("language");
  if (!(link instanceof HTMLAnchorElement)) return;
  const way = link.getAttribute("href") ?? "";
  const take = () => link.setAttribute("href", way + location.search + location.hash);
  for (const event of ["pointerdown", "focus", "click", "keydown"]) link.addEventListener(event, take);
}
