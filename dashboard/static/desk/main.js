// @ts-check
/** Starts the review page once its place is there: the frame of the page is drawn by another script. */

import { Desk } from "./desk.js";

function start() {
  const place = document.querySelector("[data-desk]");
  const progress = document.querySelector(".desk-progress");
  if (!(place instanceof HTMLElement) || !(progress instanceof HTMLElement)) return false;
  new Desk(place, progress, JSON.parse(place.dataset.desk ?? ""));
  return true;
}

if (!start()) {
  const watch = new MutationObserver(() => {
    if (start()) watch.disconnect();
  });
  watch.observe(document, { childList: true, subtree: true });
}
