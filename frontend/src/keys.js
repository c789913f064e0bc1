/**
 * Keys for everything.
 *
 * An element with `data-key="a"` is pressed when its key is: the one of the item that the reader is at, else the first that
 * can be seen. `data-go="e"` is reached by `g e`. `j` and `k` move among elements with `data-item`, `Enter` opens the link
 * `data-open` of the one that is reached. `?` lists the keys of the page. Nothing happens while somebody types.
 */

const TYPED_IN = "input:not([type=checkbox], [type=radio], [type=submit], [type=button]), textarea, select, [contenteditable=true]";
// Milliseconds after `g` in which the second key counts.
const SEQUENCE = 1500;
const MEANINGS = {
  a: "accept", c: "correct", r: "reject", u: "unsure", z: "undo your last decision", n: "next in the queue",
  w: "pick words in the text", Escape: "cancel", "/": "search",
};

let went = 0;

/** Bind the keys of the page. */
export function bindKeys() {
  document.addEventListener("keydown", pressed);
  document.addEventListener("focusin", (event) => mark(event.target.closest?.("[data-item]")));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", arrive);
  else arrive();
}

/** Move to what the address names, so that the first key belongs to it. */
function arrive() {
  const id = decodeURIComponent(location.hash.slice(1));
  const named = id ? document.getElementById(id) : null;
  const item = named?.matches("[data-item]") ? named : null;
  if (item) item.focus();
}

function pressed(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest?.("dialog")) return;
  const typing = event.target.matches?.(TYPED_IN);
  if (typing && event.key !== "Escape") return;
  const done = event.key === "Escape" ? escaped(event) : act(event);
  if (done) event.preventDefault();
}

/** Leave a field first, then what the page lets cancel. */
function escaped(event) {
  if (event.target.matches?.(TYPED_IN)) {
    event.target.blur();
    return true;
  }
  return press("Escape");
}

function act(event) {
  const { key } = event;
  if (Date.now() - went < SEQUENCE) {
    went = 0;
    const link = visible(document.querySelectorAll(`[data-go="${CSS.escape(key)}"]`))[0];
    if (link) {
      link.click();
      return true;
    }
  }
  if (key === "g") {
    went = Date.now();
    return true;
  }
  if (key === "?") return help();
  if (key === "j" || key === "k") return move(key === "j" ? 1 : -1);
  if (key === "Enter") return open(event.target);
  if (key === "/" && !press("/")) return search();
  return key === "/" || press(key);
}

/** Press the element of a key: that of the item in hand before any other. */
function press(key) {
  const found = visible(document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`));
  const item = current();
  const chosen = found.find((one) => item?.contains(one)) ?? found[0];
  if (!chosen) return false;
  if (chosen.matches("input, select, textarea")) chosen.focus();
  else chosen.click();
  return true;
}

function search() {
  const field = visible(document.querySelectorAll("main input[type=search], main [role=search] input:not([type=hidden])"))[0];
  if (field) field.focus();
  else document.querySelector('[data-go="s"]')?.click();
  return true;
}

/** Open the item in hand, where a control has not the focus itself: that one does what it does. */
function open(target) {
  if (target.matches?.("a, button, summary, input, select, textarea, [tabindex='0']")) return false;
  const item = current() ?? items()[0];
  const link = item && (item.matches("a") ? item : item.querySelector("[data-open], a[href]"));
  if (!link) return false;
  link.click();
  return true;
}

function move(step) {
  const all = items();
  if (!all.length) return false;
  const at = all.indexOf(current());
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
  if (!next.hasAttribute("tabindex")) next.tabIndex = -1;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function items() {
  return visible(document.querySelectorAll("[data-item]"));
}

/** The item that holds the focus, else the one that held it last. */
function current() {
  return document.activeElement?.closest("[data-item]") ?? document.querySelector("[data-item][data-at-hand]");
}

function mark(item) {
  if (!item) return;
  for (const other of document.querySelectorAll("[data-at-hand]")) other.removeAttribute("data-at-hand");
  item.setAttribute("data-at-hand", "");
}

function visible(found) {
  return [...found].filter((one) => !one.disabled && one.getClientRects().length > 0);
}

/** List the keys of the page. */
function help() {
  const dialog = document.createElement("dialog");
  dialog.className = "keys";
  dialog.setAttribute("aria-labelledby", "keys-title");
  const title = document.createElement("h2");
  title.id = "keys-title";
  title.textContent = "Keys";
  const list = document.createElement("dl");
  for (const [keys, meaning] of listed()) {
    const term = document.createElement("dt");
    for (const key of keys.split(" ")) {
      const shown = document.createElement("kbd");
      shown.textContent = key;
      term.append(shown, " ");
    }
    const said = document.createElement("dd");
    said.textContent = meaning;
    list.append(term, said);
  }
  const close = document.createElement("button");
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  dialog.append(title, list, close);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  return true;
}

function* listed() {
  if (items().length) {
    yield ["j k", "next and previous one"];
    yield ["Enter", "open it"];
  }
  const seen = new Set(["Escape"]);
  for (const one of visible(document.querySelectorAll("[data-key]"))) {
    const key = one.dataset.key;
    if (seen.has(key)) continue;
    seen.add(key);
    yield [key, one.dataset.keySays ?? MEANINGS[key] ?? worded(one)];
  }
  if (!seen.has("/")) yield ["/", "search"];
  for (const one of document.querySelectorAll("[data-go]")) yield [`g ${one.dataset.go}`, worded(one)];
  yield ["Esc", "leave a field, cancel"];
  yield ["?", "this list"];
}

function worded(element) {
  const copy = element.cloneNode(true);
  for (const key of copy.querySelectorAll("kbd")) key.remove();
  return (element.getAttribute("aria-label") ?? copy.textContent).trim().toLowerCase();
}
