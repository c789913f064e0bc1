/** Shapes on the ground, as GeoJSON. */

const KM_A_DEGREE = 111.195;

/** A circle around a point: 64 corners of a polygon. */
export function circleAround([longitude, latitude], km, properties) {
  const wide = km / (KM_A_DEGREE * Math.max(0.05, Math.cos((latitude * Math.PI) / 180)));
  const high = km / KM_A_DEGREE;
  const ring = Array.from({ length: 65 }, (_, step) => {
    const turn = (step / 64) * 2 * Math.PI;
    return [longitude + wide * Math.cos(turn), Math.max(-85, Math.min(85, latitude + high * Math.sin(turn)))];
  });
  return { type: "Feature", properties: { type: properties.type ?? "" }, geometry: { type: "Polygon", coordinates: [ring] } };
}

/** A collection of features. */
export function collectionOf(features) {
  return { type: "FeatureCollection", features };
}

/** Tell whether a feature is a point. */
export function isPoint(one) {
  return one.geometry?.type === "Point";
}
