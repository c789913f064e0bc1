/** Keys for everything: an element with data-key is clicked when its key is pressed. */

/** Bind the keys of the page. */
export function bindKeys() {}
