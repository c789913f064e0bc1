/** Events over time. */

/** Start the timelines that stand in a part of the page. */
export function startTimelines(_part) {}
