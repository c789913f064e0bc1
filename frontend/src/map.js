/** Maps of events. */

/** Draw the maps that stand in a part of the page. */
export function startMaps(_part) {}
