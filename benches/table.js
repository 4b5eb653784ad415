// Formats Markdown tables and their figures.

/** @param {string[]} head @param {string[][]} rows the first column is text, all others are figures */
export function table(head, rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, column) => (column === 0 ? "---" : "--:"));
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}

/** @param {number} value */
export function bytes(value) {
  return Math.round(value).toLocaleString("en-US");
}

/** @param {number} part @param {number} whole */
export function percent(part, whole) {
  return `${((100 * part) / whole).toFixed(1)} %`;
}

/** A time in a readable unit. @param {number} ms */
export function time(ms) {
  const [value, unit] = ms >= 1 ? [ms, "ms"] : ms >= 0.001 ? [ms * 1e3, "µs"] : [ms * 1e6, "ns"];
  return `${threeDigits(value)} ${unit}`;
}

/** A ratio. @param {number} ratio */
export function times(ratio) {
  return `×${threeDigits(ratio)}`;
}

/** @param {number} value */
function threeDigits(value) {
  return value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
}
