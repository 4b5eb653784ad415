// Reads DER, as far as a time stamp token needs it.

/**
 * @typedef {object} Der
 * @property {number} tag the identifier octet
 * @property {Buffer} content
 * @property {Buffer} whole with tag and length
 */

export const TAGS = { integer: 2, octets: 4, oid: 6, time: 24, sequence: 0x30, set: 0x31 };

/** Reads one value, which must fill the bytes. @param {Uint8Array} bytes @returns {Der} */
export function derFrom(bytes) {
  const [value, ...others] = valuesIn(Buffer.from(bytes));
  if (!value || others.length > 0) throw new RangeError("not one DER value");
  return value;
}

/** The members of a constructed value. @param {Der | undefined} value @returns {Der[]} */
export function membersOf(value) {
  if (!value || (value.tag & 0x20) === 0) throw new RangeError("not a constructed value");
  return valuesIn(value.content);
}

/** The content of a value with this tag. @param {Der | undefined} value @param {number} tag */
export function contentOf(value, tag) {
  if (value?.tag !== tag) throw new RangeError(`no value with tag ${tag}`);
  return value.content;
}

/** An object identifier in dots. @param {Der | undefined} value */
export function oidOf(value) {
  const bytes = contentOf(value, TAGS.oid);
  /** @type {number[]} */
  const numbers = [];
  let number = 0;
  for (const byte of bytes) {
    number = number * 128 + (byte & 0x7f);
    if (byte & 0x80) continue;
    numbers.push(number);
    number = 0;
  }
  const [first = 0, ...rest] = numbers;
  const top = Math.min(2, Math.floor(first / 40));
  return [top, first - top * 40, ...rest].join(".");
}

/** Milliseconds of a GeneralizedTime in UTC. @param {Der | undefined} value */
export function timeOf(value) {
  const text = contentOf(value, TAGS.time).toString("latin1");
  const [, year, month, day, hour, minute, second, fraction = ""] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/.exec(text) ?? [];
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}Z`);
  if (Number.isNaN(ms)) throw new RangeError("not a time in UTC");
  return ms;
}

/** @param {Buffer} bytes @returns {Der[]} */
function valuesIn(bytes) {
  const values = [];
  for (let at = 0; at < bytes.length; ) {
    const { start, end } = boundsAt(bytes, at);
    values.push({
      tag: Number(bytes[at]),
      content: bytes.subarray(start, end),
      whole: bytes.subarray(at, end),
    });
    at = end;
  }
  return values;
}

/** @param {Buffer} bytes @param {number} at */
function boundsAt(bytes, at) {
  const short = bytes[at + 1] ?? 0x80;
  const count = short < 0x80 ? 0 : short & 0x7f;
  const start = at + 2 + count;
  // A length of 0x80 is indefinite, and DER has none. Four bytes are more than any token needs.
  if (short === 0x80 || count > 4 || start > bytes.length) throw new RangeError("no DER length");
  const length = count === 0 ? short : bytes.readUIntBE(at + 2, count);
  if (start + length > bytes.length) throw new RangeError("a DER value is cut off");
  return { start, end: start + length };
}
