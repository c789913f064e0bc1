/**
 * Maps of events: outlines of Natural Earth, what is claimed to have happened where, and how surely the place is known.
 *
 * A page writes a map with the macro of `templates/parts/map.html`:
 *
 *     {% from "parts/map.html" import map %}
 *     {{ map("events-map", source="/events.geojson?country=ML", table="events-table") }}                     many events
 *     {{ map("places-map", kind="event", features=value.places, table="places-table") }}       rival places of one event
 *     {{ map("pick-map", kind="pick", features=value.candidates, latitude_input="latitude", longitude_input="longitude") }}
 *
 * which makes `<div data-map data-kind="events|event|pick" data-source="…" data-features="…" data-world="…">`.
 *
 * `source` answers, and `features` is, a GeoJSON FeatureCollection of points (or null geometries). Properties, all optional:
 *   id            links the point with `[data-event-id="…"]` elsewhere in the page: hovering one lights up the other
 *   href          where a click leads
 *   title, lines  the popup: a line in bold, and more lines; they are shown as text, never as HTML
 *   label         name written beside the point
 *   type          ACLED's event type: the colour
 *   killed_low, killed_high   what reports claim: the disc, and the ring around it
 *   precision     exact, near, admin2, admin1, area, country …: anything but exact is drawn dashed
 *   radius_km     the circle in which it may have been
 *   country       ISO 3166-1 alpha-2: the outline in which it may have been, for precision `country`
 *   rival         true for a place that was not taken: drawn hollow
 *
 * kind "pick": a click, or Enter on what the crosshair shows (arrow keys move the map), writes the position into the inputs
 * of the form named by `data-latitude-input` and `data-longitude-input`, and dispatches the bubbling event `recount:picked`
 * with `detail: {latitude, longitude, feature}`; `feature` holds the properties of a candidate that was clicked, or null.
 *
 * Another module, or a table, lights a point up by `document.dispatchEvent(new CustomEvent("recount:hover", {detail: {id}}))`
 * with `id: null` to end it; the map says the same of what the pointer is over. After a partial update of the page, an element
 * `<span data-map-source="…" data-for="ID OF THE MAP">` gives the map another source.
 */
import { AttributionControl, LngLatBounds, Map as GlMap, NavigationControl, Popup, ScaleControl, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import "maplibre-gl/dist/maplibre-gl.css";
import { circleAround, collectionOf, isPoint } from "./shapes.js";
import { Labels } from "./labels.js";
import { coloursOf, layersOf, TYPES } from "./map-style.js";

setWorkerUrl(workerUrl);

// Points above which they are drawn together, and circles of uncertainty only around the one that is looked at.
const MOST_APART = 300;
const MOST_CIRCLES = 80;
// Pixels around the pointer in which a point is meant.
const REACH = 4;
// A single place is shown with its country around it.
const MOST_ZOOM = 7;
// Places in one popup.
const MOST_LISTED = 8;

/** @type {Map<string, Promise<any>>} */
const fetched = new Map();
/** @type {Map<Element, EventMap>} */
const maps = new Map();

/** Draw the maps that stand in a part of the page. */
export function startMaps(part) {
  for (const [element, map] of maps) {
    if (!element.isConnected) {
      map.remove();
      maps.delete(element);
    }
  }
  for (const element of part.querySelectorAll("[data-map]")) {
    if (maps.has(element)) continue;
    try {
      maps.set(element, new EventMap(element));
    } catch {
      missing(element);
    }
  }
}

document.addEventListener("htmx:afterSettle", () => {
  for (const told of document.querySelectorAll("[data-map-source]")) {
    const map = maps.get(document.getElementById(told.dataset.for));
    if (map && map.source !== told.dataset.mapSource) map.look(told.dataset.mapSource);
  }
});

/** Say that there is no map; what it would show stands in the table. */
function missing(element) {
  element.classList.add("without-map");
  const words = element.querySelector("[data-map-note]") ?? element.appendChild(document.createElement("p"));
  words.hidden = false;
  words.textContent = "No map can be drawn here (this browser offers no WebGL). The table holds the same.";
}

/** Fetch JSON once; what has the same address is the same. */
function json(address, { again = false } = {}) {
  if (again || !fetched.has(address)) {
    const answer = fetch(address, { headers: { Accept: "application/json" } }).then((found) => {
      if (!found.ok) throw new Error(`${address}: ${found.status}`);
      return found.json();
    });
    answer.catch(() => fetched.delete(address));
    fetched.set(address, answer);
  }
  return fetched.get(address);
}

/** One map. */
class EventMap {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.kind = element.dataset.kind ?? "events";
    this.source = element.dataset.source ?? null;
    this.features = [];
    this.shown = null;
    this.abort = new AbortController();
    const canvas = element.appendChild(document.createElement("div"));
    canvas.className = "map-canvas";
    this.map = new GlMap({
      container: canvas,
      style: { version: 8, sources: {}, layers: [] },
      center: [20, 20],
      zoom: 0.6,
      minZoom: 0,
      maxZoom: 17,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      renderWorldCopies: true,
      cooperativeGestures: this.kind === "events",
      attributionControl: false,
      // So that the map prints.
      canvasContextAttributes: { preserveDrawingBuffer: true },
      locale: { "Map.Title": element.dataset.label ?? "Map" },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    this.map.addControl(new ScaleControl({ maxWidth: 90 }), "bottom-left");
    const thanks = element.dataset.attribution ? ` · ${text(element.dataset.attribution)}` : "";
    this.map.addControl(new AttributionControl({ compact: false, customAttribution: `Natural Earth, de facto borders${thanks}` }), "bottom-right");
    this.popup = new Popup({ closeButton: false, closeOnClick: false, focusAfterOpen: false, maxWidth: "280px", offset: 10 });
    this.pinned = false;
    this.labels = new Labels(this.map, canvas);
    const table = element.getAttribute("aria-describedby");
    if (table) this.map.getCanvas().setAttribute("aria-describedby", table);
    this.map.on("load", () => this.start());
    // Without WebGL there is an error and no load.
    this.map.on("error", (told) => { if (told.error?.type === "webglcontextcreationerror") missing(element); });
  }

  /** Draw land and sea, then what is to be shown. */
  async start() {
    try {
      const world = await json(this.element.dataset.world);
      this.world = world;
      this.draw(world);
      this.bind();
      const given = this.element.dataset.features;
      if (given) this.show(JSON.parse(given));
      else if (this.source) await this.look(this.source);
      this.map.once("idle", () => { this.element.dataset.drawn = "true"; });
    } catch (error) {
      console.error(error);
      missing(this.element);
    }
  }

  draw(world) {
    const colours = coloursOf(this.element);
    const countries = world.features.filter((one) => one.properties.kind === "country");
    this.boxes = new Map(countries.map((one) => [one.properties.code, one.properties.box]));
    this.map.addSource("world", { type: "geojson", data: world });
    if (this.element.dataset.tiles) {
      this.map.addSource("tiles", { type: "raster", tiles: [this.element.dataset.tiles], tileSize: 256 });
    }
    this.map.addSource("areas", { type: "geojson", data: collectionOf([]) });
    this.map.addSource("lit", { type: "geojson", data: collectionOf([]) });
    this.placePoints(false);
    for (const layer of layersOf(colours, { tiles: Boolean(this.element.dataset.tiles) })) this.map.addLayer(layer);
    this.labels.countries(countries.map((one) => one.properties));
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", () => this.recolour(), { signal: this.abort.signal });
  }

  placePoints(together) {
    this.together = together;
    this.map.addSource("points", {
      type: "geojson",
      data: collectionOf([]),
      cluster: together,
      clusterRadius: 38,
      clusterMaxZoom: 11,
      clusterProperties: { killed: ["+", ["get", "killed_low"]] },
    });
  }

  recolour() {
    const wanted = layersOf(coloursOf(this.element), { tiles: Boolean(this.element.dataset.tiles) });
    for (const layer of wanted) {
      for (const [name, value] of Object.entries(layer.paint ?? {})) this.map.setPaintProperty(layer.id, name, value);
    }
  }

  /** Show what another address answers. */
  async look(source) {
    this.source = source;
    const found = await json(source, { again: true });
    if (this.source === source) this.show(found);
  }

  /** Show features of points. */
  show(collection) {
    this.features = (collection.features ?? []).filter(isPoint);
    const together = this.kind === "events" && this.features.length > MOST_APART;
    if (together !== this.together) {
      const on = layersOf(coloursOf(this.element), {}).filter((layer) => layer.source === "points");
      for (const layer of on) this.map.removeLayer(layer.id);
      this.map.removeSource("points");
      this.placePoints(together);
      for (const layer of on) this.map.addLayer(layer, "lit-ring");
    }
    // The larger are drawn first, so that none hides another.
    const ordered = [...this.features].sort((one, other) => toll(other) - toll(one));
    this.map.getSource("points").setData(collectionOf(ordered.map(flat)));
    this.drawDoubt(this.features.length <= MOST_CIRCLES ? this.features : []);
    this.labels.points(this.features, { every: this.kind !== "events" });
    this.legend();
    if (this.kind === "pick") this.showPicked();
    if (!this.keepsView) this.fit();
    this.element.dataset.points = String(this.features.length);
  }

  /** Draw where events may have been: a circle around what is near a place, the outline of a country. */
  drawDoubt(features) {
    const circles = features
      .filter((one) => one.properties.precision !== "exact" && one.properties.radius_km > 0 && !isWide(one))
      .map((one) => circleAround(one.geometry.coordinates, one.properties.radius_km, one.properties));
    this.map.getSource("areas").setData(collectionOf(circles));
    const codes = [...new Set(features.filter(isWide).map((one) => one.properties.country).filter(Boolean))];
    this.map.setFilter("doubt-country", ["all", ["==", ["get", "kind"], "country"], ["in", ["get", "code"], ["literal", codes]]]);
  }

  /** Show all points. */
  fit() {
    const bounds = new LngLatBounds();
    for (const one of this.features) {
      bounds.extend(one.geometry.coordinates);
      const land = isWide(one) ? this.boxes?.get(one.properties.country) : null;
      if (land) bounds.extend([land[0], land[1]]).extend([land[2], land[3]]);
      const km = Math.min(one.properties.radius_km ?? 0, 300);
      if (km) for (const corner of circleAround(one.geometry.coordinates, km, {}).geometry.coordinates[0]) bounds.extend(corner);
    }
    const picked = this.kind === "pick" ? this.picked() : null;
    if (picked) bounds.extend(picked);
    if (!bounds.isEmpty()) this.map.fitBounds(bounds, { padding: 44, maxZoom: MOST_ZOOM, animate: false });
  }

  bind() {
    const { map } = this;
    const signal = { signal: this.abort.signal };
    if (this.kind === "pick") this.bindPicking();
    map.on("mousemove", (event) => this.over(event.point));
    map.on("mouseout", () => this.over(null));
    map.on("click", (event) => this.clicked(event));
    map.on("moveend", (event) => { if (event.originalEvent || event.byHand) this.tellBounds(); });
    document.addEventListener("recount:hover", (event) => {
      if (event.detail.from !== this) this.light(event.detail.id, { popup: true });
    }, signal);
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") this.unpin(); }, signal);
    const toggle = document.getElementById(this.element.dataset.onlyShown ?? "");
    toggle?.addEventListener("change", () => this.tellBounds(), signal);
  }

  /** The features at a place of the screen, each once. */
  at(point) {
    const box = [[point.x - REACH, point.y - REACH], [point.x + REACH, point.y + REACH]];
    const layers = ["points", "rings", "hollow"].filter((layer) => map_has(this.map, layer));
    const found = new Map();
    for (const one of this.map.queryRenderedFeatures(box, { layers })) found.set(one.properties.place, this.features[one.properties.place]);
    return [...found.values()].filter(Boolean);
  }

  over(point) {
    if (this.pinned) return;
    const found = point ? this.at(point) : [];
    this.map.getCanvas().style.cursor = found.length ? "pointer" : "";
    const id = found[0]?.properties.id ?? null;
    const place = found[0] ? this.features.indexOf(found[0]) : null;
    if (place === this.overPlace) return;
    this.overPlace = place;
    this.lightFeature(found[0] ?? null);
    if (found.length) this.open(found);
    else this.popup.remove();
    document.dispatchEvent(new CustomEvent("recount:hover", { detail: { id, from: this } }));
  }

  clicked(event) {
    const cluster = this.map.queryRenderedFeatures(event.point, { layers: ["clusters"] })[0];
    if (cluster) {
      this.map.getSource("points").getClusterExpansionZoom(cluster.properties.cluster_id)
        .then((zoom) => this.map.easeTo({ center: cluster.geometry.coordinates, zoom: zoom + 0.3 }, { byHand: true }));
      return;
    }
    const found = this.at(event.point);
    if (this.kind === "pick") {
      const one = found[0];
      const [longitude, latitude] = one ? one.geometry.coordinates : event.lngLat.wrap().toArray();
      this.pick(latitude, longitude, one ?? null);
      return;
    }
    this.unpin();
    if (!found.length) return;
    if (found.length === 1 && found[0].properties.href && matchMedia("(hover: hover)").matches) {
      location.assign(found[0].properties.href);
      return;
    }
    this.open(found);
    this.pinned = true;
  }

  unpin() {
    this.pinned = false;
    this.popup.remove();
  }

  /** Open what is said of some features, as text. */
  open(found) {
    const box = document.createElement("div");
    box.className = "map-popup";
    for (const { properties } of found.slice(0, MOST_LISTED)) {
      const one = box.appendChild(document.createElement("div"));
      const title = one.appendChild(document.createElement("p"));
      title.className = "map-popup-title";
      if (properties.href) {
        const link = title.appendChild(document.createElement("a"));
        link.href = properties.href;
        link.textContent = properties.title ?? properties.label ?? "Open";
      } else title.textContent = properties.title ?? properties.label ?? "";
      for (const line of properties.lines ?? []) {
        const words = one.appendChild(document.createElement("p"));
        words.dir = "auto";
        words.textContent = line;
      }
    }
    if (found.length > MOST_LISTED) {
      box.appendChild(document.createElement("p")).textContent = `and ${found.length - MOST_LISTED} more at this place`;
    }
    this.popup.setLngLat(found[0].geometry.coordinates).setDOMContent(box).addTo(this.map);
  }

  /** Light up what has an id; null ends it. */
  light(id, { popup = false } = {}) {
    if (this.pinned) return;
    const found = id === null ? null : this.features.find((one) => one.properties.id === id) ?? null;
    this.lightFeature(found);
    if (!popup) return;
    if (found) this.open([found]);
    else this.popup.remove();
  }

  lightFeature(found) {
    this.map.getSource("lit")?.setData(collectionOf(found ? [flat(found, this.features.indexOf(found))] : []));
    if (this.features.length > MOST_CIRCLES) this.drawDoubt(found ? [found] : []);
  }

  /** Write what the map shows into the input that asks for it. */
  tellBounds() {
    const toggle = document.getElementById(this.element.dataset.onlyShown ?? "");
    if (!toggle) return;
    const input = document.getElementsByName("bbox")[0];
    const before = input.value;
    this.keepsView = toggle.checked;
    const bounds = this.map.getBounds();
    const round = (degrees, least, most) => Math.max(least, Math.min(most, degrees)).toFixed(3);
    input.value = toggle.checked
      ? [round(bounds.getWest(), -180, 180), round(bounds.getSouth(), -90, 90), round(bounds.getEast(), -180, 180), round(bounds.getNorth(), -90, 90)].join(",")
      : "";
    if (input.value !== before) input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* Picking a place. */

  inputs() {
    const named = (name) => this.element.closest("form")?.elements[name] ?? document.getElementsByName(name)[0];
    return [named(this.element.dataset.latitudeInput), named(this.element.dataset.longitudeInput)];
  }

  picked() {
    const [latitude, longitude] = this.inputs().map((input) => (input?.value ? Number(input.value) : Number.NaN));
    return Number.isFinite(latitude) && Number.isFinite(longitude) ? [longitude, latitude] : null;
  }

  bindPicking() {
    const canvas = this.map.getCanvas();
    canvas.style.cursor = "crosshair";
    const cross = this.element.querySelector(".map-canvas").appendChild(document.createElement("div"));
    cross.className = "map-crosshair";
    cross.setAttribute("aria-hidden", "true");
    canvas.addEventListener("focus", () => this.element.classList.toggle("picking-by-keys", canvas.matches(":focus-visible")));
    canvas.addEventListener("blur", () => this.element.classList.remove("picking-by-keys"));
    canvas.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      const { lng, lat } = this.map.getCenter().wrap();
      const near = this.at(this.map.project(this.map.getCenter()))[0];
      if (near) this.pick(near.geometry.coordinates[1], near.geometry.coordinates[0], near);
      else this.pick(lat, lng, null);
    });
    this.said = this.element.appendChild(document.createElement("p"));
    this.said.className = "note map-said";
    this.said.setAttribute("role", "status");
  }

  pick(latitude, longitude, feature) {
    const rounded = [latitude, longitude].map((one) => one.toFixed(5));
    this.inputs().forEach((input, place) => {
      if (!input) return;
      input.value = rounded[place];
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    this.showPicked();
    const name = feature?.properties.label ?? feature?.properties.title;
    this.said.textContent = `Chosen: ${name ? `${name}, ` : ""}${rounded[0]}, ${rounded[1]}`;
    const detail = { latitude: Number(rounded[0]), longitude: Number(rounded[1]), feature: feature?.properties ?? null };
    this.element.dispatchEvent(new CustomEvent("recount:picked", { bubbles: true, detail }));
  }

  showPicked() {
    const picked = this.picked();
    const point = picked && { type: "Feature", properties: { killed_low: 0 }, geometry: { type: "Point", coordinates: picked } };
    this.map.getSource("lit").setData(collectionOf(point ? [point] : []));
  }

  /** Say what the colours and shapes mean, of those that are there. */
  legend() {
    const list = this.element.parentElement?.querySelector(`[data-legend-of="${this.element.id}"]`);
    if (!list) return;
    const there = new Set(this.features.map((one) => one.properties.type));
    const entries = TYPES.filter((type) => there.has(type.name)).map((type) => [`swatch ${type.key}`, type.name]);
    if (this.together) entries.push(["swatch many", "so many events together; come closer to part them"]);
    if (this.features.some((one) => (one.properties.killed_high ?? 0) > 0)) {
      entries.push(["swatch sized", "disc: the fewest killed that a report gives; ring: the most"]);
    }
    if (this.features.some((one) => one.properties.killed_high == null && one.properties.type)) entries.push(["swatch hollow", "no toll given"]);
    if (this.features.some((one) => one.properties.rival)) entries.push(["swatch hollow", "a rival place"]);
    if (this.features.some((one) => one.properties.precision && one.properties.precision !== "exact")) {
      entries.push(["swatch dashed", "somewhere inside: the place is not told exactly"]);
    }
    list.replaceChildren(...entries.map(([look, words]) => {
      const item = document.createElement("li");
      const swatch = item.appendChild(document.createElement("span"));
      swatch.className = look;
      item.append(words);
      return item;
    }));
  }

  remove() {
    this.abort.abort();
    this.map.remove();
  }
}

function map_has(map, layer) {
  return Boolean(map.getLayer(layer));
}

function isWide(one) {
  return one.properties.precision === "country";
}

function toll(one) {
  return one.properties.killed_high ?? one.properties.killed_low ?? 0;
}

/** A feature as the map keeps it: what is drawn, and its place in the list. */
function flat(one, place) {
  const { type, killed_low: low, killed_high: high, precision, rival } = one.properties;
  return {
    type: "Feature",
    geometry: one.geometry,
    properties: {
      place: typeof place === "number" && place >= 0 ? place : 0,
      type: type ?? "",
      killed_low: low ?? 0,
      killed_high: high ?? low ?? 0,
      hollow: Boolean(rival) || (low == null && high == null),
      precision: precision ?? "exact",
    },
  };
}

/** Text as it may stand among HTML. */
function text(words) {
  const held = document.createElement("span");
  held.textContent = words;
  return held.innerHTML;
}
