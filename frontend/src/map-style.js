/** How a map looks: the colours of the pages' tokens, light or dark. */

/** ACLED's event types, in the order of its codebook; `key` is that of the token `--type-…`. */
export const TYPES = [
  { name: "Battles", key: "battles" },
  { name: "Explosions/Remote violence", key: "explosions" },
  { name: "Violence against civilians", key: "civilians" },
  { name: "Protests", key: "protests" },
  { name: "Riots", key: "riots" },
  { name: "Strategic developments", key: "strategic" },
];
const TOKENS = ["sea", "land", "border", "strong-rule", "ink", "sheet", "accent", "muted", ...TYPES.map((type) => `type-${type.key}`)];

/** Read the tokens as they are now: a browser resolves `light-dark()` only where a colour is used. */
export function coloursOf(element) {
  const probe = element.appendChild(document.createElement("span"));
  const found = {};
  for (const token of TOKENS) {
    probe.style.color = `var(--${token})`;
    found[token] = getComputedStyle(probe).color;
  }
  probe.remove();
  return found;
}

const IS_COUNTRY = ["==", ["get", "kind"], "country"];
const APART = ["!", ["has", "point_count"]];
/** Pixels by the killed: an area that grows with the square root, up to a limit, so that a massacre hides no neighbour. */
const sized = (property, least) => [
  "interpolate", ["linear"], ["sqrt", ["max", 0, ["get", property]]], 0, least, 1, 5, 3.2, 8, 7, 13, 14, 20, 32, 30,
];

/** The layers from the ground up. */
export function layersOf(colours, { tiles }) {
  const byType = ["match", ["get", "type"], ...TYPES.flatMap((type) => [type.name, colours[`type-${type.key}`]]), colours.accent];
  const ground = tiles
    ? [{ id: "tiles", type: "raster", source: "tiles", paint: { "raster-saturation": -0.5 } }]
    : [
        { id: "land", type: "fill", source: "world", filter: IS_COUNTRY, paint: { "fill-color": colours.land } },
        { id: "border", type: "line", source: "world", filter: ["==", ["get", "kind"], "border"], paint: { "line-color": colours.border, "line-width": ["interpolate", ["linear"], ["zoom"], 1, 0.6, 6, 1.4] } },
        { id: "coast", type: "line", source: "world", filter: ["==", ["get", "kind"], "coast"], paint: { "line-color": colours["strong-rule"], "line-width": 0.6, "line-opacity": 0.6 } },
      ];
  return [
    { id: "sea", type: "background", paint: { "background-color": colours.sea } },
    ...ground,
    { id: "doubt-country", type: "line", source: "world", filter: ["==", ["get", "code"], "none"], paint: { "line-color": colours.muted, "line-width": 1.6, "line-dasharray": [3, 2.5] } },
    { id: "doubt-fill", type: "fill", source: "areas", paint: { "fill-color": byType, "fill-opacity": 0.07 } },
    { id: "doubt", type: "line", source: "areas", paint: { "line-color": byType, "line-width": 1.1, "line-opacity": 0.8, "line-dasharray": [3, 2.5] } },
    { id: "clusters", type: "circle", source: "points", filter: ["has", "point_count"], paint: { "circle-color": colours.sheet, "circle-stroke-color": colours.ink, "circle-stroke-width": 1.2, "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "point_count"]], 1, 11, 30, 26] } },
    { id: "rings", type: "circle", source: "points", filter: ["all", APART, [">", ["get", "killed_high"], ["get", "killed_low"]]], paint: { "circle-color": byType, "circle-opacity": 0.14, "circle-stroke-color": byType, "circle-stroke-width": 1, "circle-radius": sized("killed_high", 4) } },
    { id: "points", type: "circle", source: "points", filter: ["all", APART, ["!", ["get", "hollow"]]], paint: { "circle-color": byType, "circle-opacity": 0.62, "circle-stroke-color": colours.sheet, "circle-stroke-width": 0.8, "circle-radius": sized("killed_low", 4) } },
    { id: "hollow", type: "circle", source: "points", filter: ["all", APART, ["get", "hollow"]], paint: { "circle-color": colours.sheet, "circle-opacity": 0.7, "circle-stroke-color": byType, "circle-stroke-width": 1.6, "circle-radius": 4.2 } },
    { id: "lit-ring", type: "circle", source: "lit", paint: { "circle-color": "transparent", "circle-stroke-color": colours.ink, "circle-stroke-width": 2.4, "circle-radius": ["+", 3, sized("killed_low", 4)] } },
  ];
}
