/**
 * Words of an article tied to what was coded from them, and words picked for a correction.
 *
 * Places in the text are counted in code points, as the casebook counts them; a script counts in units of UTF-16, of which an
 * emoji takes two. Each run of the text stands in an element with `data-start`, the place of its first code point.
 */

/** Start the article that stands in a part of the page. */
export function startArticle(part) {
  for (const article of part.querySelectorAll("[data-article]")) {
    const text = new ArticleText(article.querySelector("[data-text]"));
    tie(article);
    land(article, text);
    const form = article.querySelector("[data-correcting]");
    if (form) correct(article, text, form);
    carrySelection(article, text);
    letSelect(text);
  }
}

/** Light up the words of a value, and the values of words, under the pointer and under the focus. */
function tie(article) {
  /** @type {Map<string, Element[]>} */
  const carriers = new Map();
  for (const carrier of article.querySelectorAll("[data-v]")) {
    for (const value of carrier.dataset.v.split(" ")) {
      if (!carriers.has(value)) carriers.set(value, []);
      carriers.get(value).push(carrier);
    }
  }
  let lit = [];
  const darken = () => {
    for (const carrier of lit) carrier.classList.remove("lit");
    lit = [];
  };
  const light = (event) => {
    const carrier = event.target.closest("[data-v]");
    if (!carrier) return;
    darken();
    for (const value of (carrier.dataset.lit || carrier.dataset.v).split(" ")) {
      for (const other of carriers.get(value) ?? []) {
        other.classList.add("lit");
        lit.push(other);
      }
    }
  };
  article.addEventListener("mouseover", light);
  article.addEventListener("focusin", light);
  article.addEventListener("mouseout", darken);
  article.addEventListener("focusout", darken);
}

/** Show the words that the address names: #at-120-134. */
function land(article, text) {
  const show = () => {
    const named = /^#at-(\d+)-(\d+)$/.exec(location.hash);
    if (!named) return;
    const range = text.range(Number(named[1]), Number(named[2]));
    if (!range) return;
    text.show(range);
    range.startContainer.parentElement?.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", show);
  show();
}

/** The text of an article by code points. */
class ArticleText {
  constructor(element) {
    this.element = element;
    /** @type {{start: number, end: number, node: Text}[]} */
    this.runs = [];
    for (const run of element.querySelectorAll("[data-start]")) {
      const node = run.firstChild;
      if (!(node instanceof Text)) continue;
      const start = Number(run.dataset.start);
      this.runs.push({ start, end: start + [...node.data].length, node });
    }
  }

  /** The place of a point of a range, in code points; null outside the text. */
  place(container, offset) {
    if (container instanceof Text) {
      const run = this.runs.find((one) => one.node === container);
      return run ? run.start + [...container.data.slice(0, offset)].length : null;
    }
    if (!this.element.contains(container)) return null;
    const beside = container.childNodes[offset];
    const after = this.runs.find((one) => beside && (beside === one.node || beside.contains(one.node) || follows(beside, one.node)));
    return after ? after.start : (this.runs.at(-1)?.end ?? null);
  }

  /** What is selected, without white space at its ends; null where nothing of the text is. */
  selected() {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    if (!this.element.contains(range.startContainer) || !this.element.contains(range.endContainer)) return null;
    const start = this.place(range.startContainer, range.startOffset);
    const end = this.place(range.endContainer, range.endOffset);
    return start === null || end === null ? null : this.trimmed(start, end);
  }

  trimmed(start, end) {
    const points = [...this.words(start, end)];
    let first = 0;
    let last = points.length;
    while (first < last && !points[first].trim()) first += 1;
    while (last > first && !points[last - 1].trim()) last -= 1;
    return first < last && points.length === end - start ? { start: start + first, end: start + last } : first < last ? { start, end } : null;
  }

  /** The words of a range; between sentences stands a space for each code point that the page does not show. */
  words(start, end) {
    let found = "";
    let at = start;
    for (const run of this.runs) {
      if (run.end <= start || run.start >= end) continue;
      if (run.start > at) found += " ".repeat(run.start - at);
      const points = [...run.node.data];
      found += points.slice(Math.max(start - run.start, 0), end - run.start).join("");
      at = Math.min(run.end, end);
    }
    return found + " ".repeat(Math.max(end - at, 0));
  }

  /** A range of the page for a range of the text; null where its words are not shown. */
  range(start, end) {
    const first = this.runs.find((one) => one.start <= start && start < one.end) ?? this.runs.find((one) => one.start >= start && one.start < end);
    const last = this.runs.findLast((one) => one.start < end);
    if (!first || !last || last.end <= start) return null;
    const range = new Range();
    range.setStart(first.node, units(first.node.data, Math.max(start - first.start, 0)));
    range.setEnd(last.node, units(last.node.data, Math.min(end - last.start, last.end - last.start)));
    return range;
  }

  /** Mark a range for the eye; the selection is taken where a browser knows no other marks. */
  show(range) {
    if (globalThis.CSS?.highlights && globalThis.Highlight) {
      if (range) CSS.highlights.set("recount-words", new Highlight(range));
      else CSS.highlights.delete("recount-words");
    } else if (range) {
      const selection = getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
    }
  }

  /** Ranges of the words of the text, in order. */
  get wordRanges() {
    if (this.ranges) return this.ranges;
    this.ranges = [];
    const end = this.runs.at(-1)?.end ?? 0;
    const start = this.runs[0]?.start ?? 0;
    let open = null;
    let at = start;
    for (const point of this.words(start, end)) {
      if (point.trim()) open ??= at;
      else if (open !== null) {
        this.ranges.push({ start: open, end: at });
        open = null;
      }
      at += 1;
    }
    if (open !== null) this.ranges.push({ start: open, end: at });
    return this.ranges;
  }
}

function follows(one, other) {
  return Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
}

/** How many units of UTF-16 some first code points take. */
function units(written, points) {
  return [...written].slice(0, points).join("").length;
}

/** Let a selection begin inside coded words: browsers begin none in a link. */
function letSelect(text) {
  let held = null;
  text.element.addEventListener("mousedown", (event) => {
    const link = event.button === 0 && !event.ctrlKey && !event.metaKey && event.target.closest("a.seg");
    if (!link) return;
    held = { link, href: link.getAttribute("href") };
    link.removeAttribute("href");
  });
  document.addEventListener("mouseup", () => {
    held?.link.setAttribute("href", held.href);
    held = null;
  }, true);
  text.element.addEventListener("click", (event) => {
    if (event.target.closest("a.seg") && text.selected()) event.preventDefault();
  });
}

/** Take words that are selected already along to the form of a correction. */
function carrySelection(article, text) {
  article.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-correct], .correcting .fields a");
    const picked = link && text.selected();
    if (!picked) return;
    const address = new URL(link.href);
    address.searchParams.set("start", String(picked.start));
    address.searchParams.set("end", String(picked.end));
    link.href = address.href;
  });
}

/** The form of a correction: words, places and actors fill it in; the person may change all of it. */
function correct(article, text, section) {
  const form = section.querySelector("[data-form]");
  const fields = form.elements;
  const report = section.dataset.correcting;
  const field = section.dataset.field;
  showPicked(text, fields);
  const first = form.querySelector("select[name=value], input[name=value]");
  if (!section.querySelector("[role=alert]") || first) first?.focus({ preventScroll: true });
  section.scrollIntoView({ block: "nearest" });

  const button = section.querySelector("[data-pick]");
  if (button) new Picker(text, button, section, (picked) => propose(text, section, report, field, picked));
  const actors = section.querySelector("[data-actors]");
  if (actors) actors.addEventListener("input", debounced(() => listActors(actors)));
  section.addEventListener("recount:picked", (event) => pointed(section, event.detail));
  const own = () => {
    section.querySelector("[data-point]").checked = true;
    fields.radius_km.value = "";
  };
  for (const name of ["latitude", "longitude", "precision", "country"]) fields[name]?.addEventListener("input", own);
  const lookup = section.querySelector(".lookup");
  if (lookup) lookup.addEventListener("submit", (event) => {
    event.preventDefault();
    lookUp(section, lookup.elements.lookup.value);
  });
}

function showPicked(text, fields) {
  const [start, end] = [fields.start.value, fields.end.value];
  if (start && end) text.show(text.range(Number(start), Number(end)));
}

/** Ask what picked words say of the field, and put it into the form. */
async function propose(text, section, report, field, picked) {
  const asked = new URLSearchParams({ field, start: String(picked.start), end: String(picked.end) });
  const told = await json(`/reports/${report}/suggestion.json?${asked}`);
  const fields = section.querySelector("[data-form]").elements;
  const words = told ?? { ...picked, quote: text.words(picked.start, picked.end) };
  fields.start.value = words.start;
  fields.end.value = words.end;
  text.show(text.range(words.start, words.end));
  const quote = section.querySelector("[data-picked]");
  quote.textContent = words.quote;
  quote.hidden = false;
  section.querySelector("[data-unpicked]").hidden = true;
  section.querySelector("[data-note]").textContent = told ? (told.note || (told.value === null ? "" : "Read from these words; change it where it is wrong.")) : "These words could not be read. Write the value.";
  if (told && told.value !== null) fields.value.value = told.written;
  if (told && field === "where" && told.value) {
    listPlaces(section, told.candidates, told.value);
    fields.latitude.value = told.value.latitude ?? "";
    fields.longitude.value = told.value.longitude ?? "";
    fields.radius_km.value = told.value.radius_km ?? "";
    fields.country.value = told.value.country ?? "";
    if (told.value.precision) fields.precision.value = told.value.precision;
  }
  fields.value.focus();
  fields.value.select?.();
}

async function lookUp(section, name) {
  const told = await json(`/places/lookup.json?${new URLSearchParams({ name })}`);
  listPlaces(section, told?.places ?? [], null);
  const fields = section.querySelector("[data-form]").elements;
  if (told?.places.length && !fields.value.value) fields.value.value = name;
  (section.querySelector("[data-candidates] input") ?? section.querySelector(".lookup input[name=lookup]")).focus();
}

/** List places to choose from; `chosen` is the one that the words mean. */
function listPlaces(section, places, chosen) {
  const list = section.querySelector("[data-candidates]");
  list.replaceChildren();
  let taken = false;
  for (const place of places) {
    const here = chosen && place.gazetteer_id === chosen.gazetteer_id && place.latitude === chosen.latitude;
    taken ||= Boolean(here);
    const item = document.createElement("li");
    const label = document.createElement("label");
    const radio = document.createElement("input");
    Object.assign(radio, { type: "radio", name: "place", value: place.gazetteer_id, checked: Boolean(here) });
    const name = document.createElement("b");
    name.textContent = place.gazetteer_name;
    const note = document.createElement("span");
    note.className = "note";
    const within = [place.kind, place.admin1, place.country].filter(Boolean).join(", ");
    note.textContent = `${within} · ${place.latitude.toFixed(2)}, ${place.longitude.toFixed(2)}`;
    label.append(radio, " ", name, " ", note);
    item.append(label);
    list.append(item);
  }
  if (!places.length) {
    const none = document.createElement("li");
    none.className = "note";
    none.textContent = "The gazetteer holds no such name.";
    list.append(none);
  }
  if (chosen && !taken) section.querySelector(chosen.latitude === null ? '[name=place][value=""]' : "[data-point]").checked = true;
}

/** A point of the map was picked: a candidate of the list, or a point of the person's own. */
async function pointed(section, picked) {
  const id = picked.feature?.id;
  const listed = id && section.querySelector(`[name=place][value="${CSS.escape(id)}"]`);
  (listed ?? section.querySelector("[data-point]")).checked = true;
  if (listed) return;
  const fields = section.querySelector("[data-form]").elements;
  fields.precision.value = "exact";
  fields.radius_km.value = "";
  const near = await json(`/places/lookup.json?${new URLSearchParams({ latitude: picked.latitude, longitude: picked.longitude })}`);
  fields.country.value = near?.places[0]?.country ?? "";
}

async function listActors(field) {
  const last = field.value.split(";").at(-1).trim();
  if (last.length < 2) return;
  const told = await json(`/actors/lookup.json?${new URLSearchParams({ name: last })}`);
  const before = field.value.slice(0, field.value.lastIndexOf(";") + 1);
  const options = (told?.actors ?? []).map((one) => {
    const option = document.createElement("option");
    option.value = `${before}${before ? " " : ""}${one.name}`;
    option.label = [one.kind, one.country].filter(Boolean).join(", ");
    return option;
  });
  document.getElementById("actors").replaceChildren(...options);
}

/** Picks words: by the pointer, or by arrow keys with Shift to take more of them. */
class Picker {
  constructor(text, button, section, done) {
    Object.assign(this, { text, button, section, done, on: false, from: 0, to: 0 });
    button.addEventListener("click", () => (this.on ? this.leave() : this.begin()));
    text.element.addEventListener("mouseup", () => this.on && setTimeout(() => this.take(text.selected())));
    text.element.addEventListener("keydown", (event) => this.on && this.key(event));
    text.element.addEventListener("click", (event) => this.on && event.preventDefault());
    this.live = document.createElement("p");
    this.live.className = "hidden";
    this.live.setAttribute("role", "status");
    button.after(this.live);
  }

  begin() {
    const ranges = this.text.wordRanges;
    if (!ranges.length) return;
    this.on = true;
    const { start } = this.section.querySelector("[data-form]").elements;
    const at = ranges.findIndex((one) => one.end > Number(start.value || ranges[0].start));
    this.from = this.to = Math.max(at, 0);
    this.text.element.classList.add("picking");
    this.text.element.focus({ preventScroll: true });
    this.show();
    this.live.textContent = `Picking words: arrow keys move, Shift takes more, Enter takes them, Escape leaves. ${this.live.textContent}`;
  }

  leave() {
    this.on = false;
    this.text.element.classList.remove("picking");
    this.button.focus();
  }

  take(picked) {
    if (!picked) return;
    this.on = false;
    this.text.element.classList.remove("picking");
    getSelection()?.removeAllRanges();
    this.done(picked);
  }

  key(event) {
    const last = this.text.wordRanges.length - 1;
    const toRight = getComputedStyle(this.text.element).direction === "rtl" ? -1 : 1;
    const step = { ArrowRight: toRight, ArrowLeft: -toRight, ArrowDown: 10, ArrowUp: -10, Home: -this.to, End: last - this.to }[event.key];
    if (step !== undefined) {
      this.to = Math.min(Math.max(this.to + step, 0), last);
      if (!event.shiftKey) this.from = this.to;
      this.show();
    } else if (event.key === "Enter") this.take(this.range());
    else if (event.key === "Escape") this.leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  range() {
    const ranges = this.text.wordRanges;
    const [first, last] = [Math.min(this.from, this.to), Math.max(this.from, this.to)];
    return { start: ranges[first].start, end: ranges[last].end };
  }

  show() {
    const { start, end } = this.range();
    const range = this.text.range(start, end);
    this.text.show(range);
    const at = this.text.wordRanges[this.to];
    this.text.range(at.start, at.end)?.startContainer.parentElement?.scrollIntoView({ block: "nearest" });
    this.live.textContent = this.text.words(start, end);
  }
}

async function json(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function debounced(call) {
  let waiting = 0;
  return () => {
    clearTimeout(waiting);
    waiting = setTimeout(call, 200);
  };
}
