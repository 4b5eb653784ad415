// Finds repeated names in JSON. `JSON.parse` keeps the last of them silently, so a setting would mean something else than its
// first half says.

/** One token of valid JSON: a string, a bracket, a colon, a comma, or a number or word. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g;

/** Returns whether an object in the text repeats a name. @param {string} text valid JSON @returns {boolean} */
export function hasDuplicateNames(text) {
  /** The names of each open object; `null` for a list. @type {Array<Set<string> | null>} */
  const open = [];
  /** @type {string} */
  let before = "";
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(null);
    else if (token === "}" || token === "]") open.pop();
    else if (token === ":") {
      // "\u0061" and "a" are the same name.
      const name = JSON.parse(before);
      const names = open.at(-1);
      if (names?.has(name)) return true;
      names?.add(name);
    }
    before = token;
  }
  return false;
}
