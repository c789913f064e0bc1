/** What every page loads. A page's own modules come with what stands in it. */
import htmx from "htmx.org";
import "./styles/main.css";
import { bindKeys } from "./keys.js";

// The content security policy allows neither evaluated words nor styles that scripts write into the page.
Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
});

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (token) event.detail.headers["X-CSRF-Token"] = token;
});

/** Start what stands in a page, or in a part of it that was just put there. */
function start(part) {
  if (part.querySelector("[data-map]")) import("./map.js").then((module) => module.startMaps(part));
  if (part.querySelector("[data-article]")) import("./article.js").then((module) => module.startArticle(part));
  if (part.querySelector("[data-timeline]")) import("./timeline.js").then((module) => module.startTimelines(part));
}

bindKeys();
start(document);
document.addEventListener("htmx:afterSwap", (event) => start(event.detail.elt ?? document));
document.documentElement.classList.add("scripted");
