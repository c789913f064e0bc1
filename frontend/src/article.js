/** Words of an article tied to what was coded from them. */

/** Start the article that stands in a part of the page. */
export function startArticle(_part) {}
