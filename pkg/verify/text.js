// Text for a terminal. A log, a journal or a file name can contain any character, and some of them move the cursor, change
// the direction of the text, or look like another line of the output.

/** Escapes everything but printable ASCII. @param {string} text @returns {string} */
export function printable(text) {
  return text.replace(/[^\x20-\x7e]/gu, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
}

/** @param {string[]} lines @returns {string} */
export function linesOfText(lines) {
  return lines.map((line) => `${printable(line)}\n`).join("");
}

/** @param {number} ms */
export function date(ms) {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : `${ms} ms`;
}
