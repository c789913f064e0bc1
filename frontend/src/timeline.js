/**
 * Events over time: the server draws the bars, this module lets a part of them be chosen.
 *
 * `<figure data-timeline data-since-input="ID" data-until-input="ID">` with an SVG of `.slot[data-from][data-to]`. Dragging,
 * or moving the two handles by the arrow keys, writes the first and the last day into the inputs and tells them `change`.
 * Rows with `data-day` and the bar of their day light up together.
 */

/** Start the timelines that stand in a part of the page. */
export function startTimelines(part) {
  const found = [...part.querySelectorAll("[data-timeline]")];
  if (part.matches?.("[data-timeline]")) found.push(part);
  for (const figure of found) {
    if (figure.dataset.started || !figure.querySelector(".slot")) continue;
    figure.dataset.started = "true";
    new Timeline(figure);
  }
}

// What is not asked for does not stand in the address.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt?.id !== "filters") return;
  const given = event.detail.formData ?? event.detail.parameters;
  for (const name of [...(given.keys?.() ?? Object.keys(given))]) {
    const value = given.get?.(name) ?? given[name];
    if (value === "") {
      if (given.delete) given.delete(name);
      else delete given[name];
    }
  }
});

// A row and what is drawn of it light up together.
let lit = null;
for (const kind of ["mouseover", "focusin"]) {
  document.addEventListener(kind, (event) => {
    const row = event.target.closest?.("[data-event-id]") ?? null;
    if (row === lit) return;
    lit = row;
    document.dispatchEvent(new CustomEvent("recount:hover", { detail: { id: row?.dataset.eventId ?? null, from: row } }));
  });
}
document.addEventListener("recount:hover", (event) => {
  const { id } = event.detail;
  for (const row of document.querySelectorAll("[data-event-id]")) row.classList.toggle("lit", row.dataset.eventId === id);
  const day = id ? document.querySelector(`[data-event-id="${CSS.escape(id)}"]`)?.dataset.day : null;
  for (const slot of document.querySelectorAll(".time .slot")) {
    slot.classList.toggle("lit", Boolean(day) && slot.dataset.from <= day && day <= slot.dataset.to);
  }
});

class Timeline {
  constructor(figure) {
    this.figure = figure;
    this.slots = [...figure.querySelectorAll(".slot")];
    this.since = document.getElementById(figure.dataset.sinceInput);
    this.until = document.getElementById(figure.dataset.untilInput);
    if (!this.since || !this.until) return;
    const box = figure.querySelector(".time-box");
    this.brush = box.appendChild(make("div", "time-brush"));
    this.window = this.brush.appendChild(make("div", "time-window"));
    this.handles = ["First day", "Last day"].map((name, end) => {
      const handle = this.brush.appendChild(make("button", "time-handle"));
      handle.type = "button";
      handle.setAttribute("role", "slider");
      handle.setAttribute("aria-label", `${name} of what is shown`);
      handle.setAttribute("aria-valuemin", "0");
      handle.setAttribute("aria-valuemax", String(this.slots.length - 1));
      handle.addEventListener("keydown", (event) => this.pressed(event, end));
      handle.addEventListener("pointerdown", (event) => { event.stopPropagation(); this.drag(event, end); });
      return handle;
    });
    this.said = figure.appendChild(make("p", "time-said"));
    this.brush.addEventListener("pointerdown", (event) => this.drag(event, null));
    this.brush.addEventListener("pointermove", (event) => this.over(event));
    this.read();
    this.draw();
  }

  /** Take over what the inputs hold. */
  read() {
    const last = this.slots.length - 1;
    const since = this.since.value;
    const until = this.until.value;
    let from = since ? this.slots.findIndex((slot) => slot.dataset.to >= since) : 0;
    let to = until ? this.slots.findLastIndex((slot) => slot.dataset.from <= until) : last;
    if (from < 0) from = last;
    if (to < 0) to = 0;
    this.range = [Math.min(from, to), Math.max(from, to)];
  }

  get isAll() {
    return !this.since.value && !this.until.value && this.range[0] === 0 && this.range[1] === this.slots.length - 1;
  }

  draw() {
    const share = 100 / this.slots.length;
    const [from, to] = this.range;
    this.window.hidden = this.isAll;
    this.window.style.left = `${from * share}%`;
    this.window.style.right = `${100 - (to + 1) * share}%`;
    this.handles.forEach((handle, end) => {
      const slot = this.slots[this.range[end]];
      handle.style.left = `${(end ? to + 1 : from) * share}%`;
      handle.setAttribute("aria-valuenow", String(this.range[end]));
      handle.setAttribute("aria-valuetext", end ? slot.dataset.to : slot.dataset.from);
    });
    this.slots.forEach((slot, place) => slot.classList.toggle("chosen", !this.isAll && from <= place && place <= to));
    this.said.textContent = this.isAll ? "Drag over the bars to choose days." : `${this.slots[from].dataset.from} to ${this.slots[to].dataset.to}`;
    if (this.isAll) return;
    const clear = this.said.appendChild(make("button", "plain"));
    clear.type = "button";
    clear.textContent = "all days";
    clear.addEventListener("click", () => { this.range = [0, this.slots.length - 1]; this.tell(true); });
  }

  /** The place of the bar under the pointer. */
  at(event) {
    const box = this.brush.getBoundingClientRect();
    return Math.max(0, Math.min(this.slots.length - 1, Math.floor(((event.clientX - box.left) / box.width) * this.slots.length)));
  }

  over(event) {
    const slot = this.slots[this.at(event)];
    this.brush.title = slot.querySelector("title")?.textContent ?? "";
  }

  /** Follow the pointer until it is let go: a handle moves one end, else a new part is chosen. */
  drag(event, end) {
    if (event.button) return;
    const start = end === null ? this.at(event) : this.range[1 - end];
    this.brush.setPointerCapture(event.pointerId);
    let moved = false;
    const move = (now) => {
      const here = this.at(now);
      moved ||= end !== null || here !== start;
      this.range = [Math.min(start, here), Math.max(start, here)];
      this.draw();
    };
    const stop = (now) => {
      this.brush.removeEventListener("pointermove", move);
      this.brush.removeEventListener("pointerup", stop);
      this.brush.removeEventListener("pointercancel", stop);
      if (now.type === "pointercancel") { this.read(); this.draw(); return; }
      move(now);
      this.tell(false);
    };
    this.brush.addEventListener("pointermove", move);
    this.brush.addEventListener("pointerup", stop);
    this.brush.addEventListener("pointercancel", stop);
  }

  pressed(event, end) {
    const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const [least, most] = end ? [this.range[0], this.slots.length - 1] : [0, this.range[1]];
    this.range[end] = Math.max(least, Math.min(most, this.range[end] + step));
    this.draw();
    clearTimeout(this.waiting);
    // The page is asked once the keys rest; focus comes back to the handle by its label.
    this.waiting = setTimeout(() => { comeBackTo = handleOf(end); this.tell(false); }, 500);
  }

  /** Write the days into the inputs. */
  tell(all) {
    const [from, to] = this.range;
    this.since.value = all || (from === 0 && to === this.slots.length - 1) ? "" : this.slots[from].dataset.from;
    this.until.value = all || (from === 0 && to === this.slots.length - 1) ? "" : this.slots[to].dataset.to;
    this.draw();
    this.until.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

let comeBackTo = null;
document.addEventListener("htmx:afterSettle", () => {
  if (!comeBackTo) return;
  document.querySelectorAll(".time-handle")[comeBackTo - 1]?.focus();
  comeBackTo = null;
});

function handleOf(end) {
  return end + 1;
}

function make(name, look) {
  const element = document.createElement(name);
  element.className = look;
  return element;
}
