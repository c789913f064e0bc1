/** Names on a map, as HTML: no fonts have to come from elsewhere, and the page's own are sharp. */

// Pixels: what is narrower is not named.
const LEAST_WIDTH = 54;
const MOST_COUNTRIES = 40;
const MOST_POINTS = 24;
// Zoom from which places of events are named where there are many.
const PLACES_FROM = 4.5;

export class Labels {
  constructor(map, element) {
    this.map = map;
    this.box = element.appendChild(document.createElement("div"));
    this.box.className = "map-labels";
    this.box.setAttribute("aria-hidden", "true");
    this.named = [];
    this.places = [];
    this.shown = [];
    map.on("move", () => this.move());
    map.on("moveend", () => this.choose());
    map.on("resize", () => this.choose());
    map.on("idle", () => this.counts());
  }

  countries(named) {
    this.named = [...named].sort((one, other) => other.width - one.width);
    this.choose();
  }

  points(features, { every }) {
    const seen = new Set();
    this.every = every;
    this.places = features
      .filter((one) => one.properties.label && !seen.has(one.properties.label) && seen.add(one.properties.label))
      .sort((one, other) => (other.properties.killed_high ?? 0) - (one.properties.killed_high ?? 0))
      .map((one) => ({ name: one.properties.label, at: one.geometry.coordinates, look: one.properties.rival ? "place rival" : "place" }));
    this.choose();
  }

  /** Choose the names that have room, the widest countries and the gravest events first. */
  choose() {
    const { width, height } = this.map.getContainer().getBoundingClientRect();
    const taken = [];
    const chosen = [];
    const pixels = (512 * 2 ** this.map.getZoom()) / 360;
    const put = (name, at, look, shift) => {
      const point = this.map.project(at);
      const half = name.length * 3.4 + 4;
      const box = [point.x - half + shift * half, point.y - 9, point.x + half + shift * half, point.y + 9];
      if (box[2] < 0 || box[0] > width || box[3] < 0 || box[1] > height) return;
      if (taken.some((one) => box[0] < one[2] && one[0] < box[2] && box[1] < one[3] && one[1] < box[3])) return;
      taken.push(box);
      chosen.push({ name, at, look });
    };
    if (this.every || this.map.getZoom() >= PLACES_FROM) {
      for (const one of this.places.slice(0, MOST_POINTS)) put(one.name, one.at, one.look, 1);
    }
    for (const one of this.named) {
      if (chosen.length >= MOST_COUNTRIES + MOST_POINTS || one.width * pixels < LEAST_WIDTH) break;
      if (one.width * pixels > one.name.length * 5.5) put(one.name, one.label, "country", 0);
    }
    this.shown = chosen.map((one) => ({ ...one, element: this.write(one) }));
    this.box.replaceChildren(...this.shown.map((one) => one.element), ...(this.clusters ?? []).map((one) => one.element));
    this.move();
  }

  /** Write on each group of points how many there are. */
  counts() {
    if (!this.map.getLayer("clusters")) return;
    const seen = new Map();
    for (const one of this.map.queryRenderedFeatures({ layers: ["clusters"] })) seen.set(one.properties.cluster_id, one);
    for (const one of this.clusters ?? []) one.element.remove();
    this.clusters = [...seen.values()].map((one) => {
      const told = { name: Number(one.properties.point_count).toLocaleString("en"), at: one.geometry.coordinates, look: "count" };
      return { ...told, element: this.write(told) };
    });
    this.box.append(...this.clusters.map((one) => one.element));
    this.move();
  }

  write({ name, look }) {
    const element = document.createElement("span");
    element.className = `map-label ${look}`;
    element.textContent = name;
    element.dir = "auto";
    return element;
  }

  move() {
    for (const { element, at } of [...this.shown, ...(this.clusters ?? [])]) {
      const point = this.map.project(at);
      element.style.transform = `translate(${Math.round(point.x)}px, ${Math.round(point.y)}px)`;
    }
  }
}
