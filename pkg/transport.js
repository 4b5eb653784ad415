// Carries one request over `fetch` and tells what came of it, whatever it is.
// No redirect is followed, because every runtime would take the key along; no more of a body is read than allowed. Only
// options that every runtime knows are used.

/** @typedef {{ event: string, behind?: unknown, body?: Uint8Array, [told: string]: unknown }} Event what the core is told */
/** @typedef {{ send: import("./types.js").HttpRequest, url: string, timeoutMs: number, maxBytes: number }} Sending */

/** @param {Sending} sending @param {{ fetch: Function, key?: string | undefined, signal?: AbortSignal | undefined }} by @returns {Promise<Event>} */
export async function transport({ send, url, timeoutMs, maxBytes }, { fetch, key, signal }) {
  const controller = new AbortController();
  const headers = key === undefined ? { ...send.headers } : { ...send.headers, "X-DC-DEVKEY": key };
  /** @type {Record<string, unknown>} */
  const init = { method: send.method, headers, redirect: "manual", signal: controller.signal };
  if (send.body !== undefined) init.body = send.body;
  /** @type {{ status?: number }} */
  const seen = {};
  const ended = await within(timeoutMs, signal, async () => {
    try {
      const answer = await fetch(url, init);
      return await read(answer, seen, maxBytes);
    } catch (behind) {
      return { event: "lost", ...seen, behind };
    }
  });
  // A connection whose body was not read to its end would be held.
  if (ended.body === undefined) controller.abort();
  return ended;
}

/**
 * What an act comes to, or that time or the caller's signal has ended it: whichever is first, even if the act does not
 * listen.
 * @param {number} ms @param {AbortSignal | undefined} signal @param {() => Promise<Event>} [act] @returns {Promise<Event>}
 */
export function within(ms, signal, act) {
  return new Promise((resolve) => {
    const abort = () => end({ event: "aborted", sent: act !== undefined, behind: signal?.reason });
    /** @param {Event} event */
    const end = (event) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      resolve(event);
    };
    const timer = setTimeout(
      () => end(act ? { event: "timed-out", afterMs: ms } : { event: "waited" }),
      ms,
    );
    if (signal?.aborted) return abort();
    signal?.addEventListener("abort", abort);
    act?.().then(end);
  });
}

/**
 * The answer, if it is one at all: a caller's own `fetch` may return anything.
 * @param {any} answer @param {{ status?: number }} seen @param {number} most @returns {Promise<Event>}
 */
async function read(answer, seen, most) {
  const { status } = answer;
  if (!Number.isInteger(status) || status < 0 || status > 999) return { event: "lost" };
  seen.status = status;
  const answered = { event: "answered", status };
  // 0 is the redirect that browsers hide. What is no answer of its own has no body that means anything.
  if (status < 200 || (status >= 300 && status < 400)) return answered;
  const retryAfter = answer.headers?.get?.("retry-after") ?? undefined;
  const body = await bodyOf(answer, most);
  return { ...answered, retryAfter, ...(body ? { body } : { tooLarge: true }) };
}

/** The bytes, unless they are too many. @param {any} answer @param {number} most @returns {Promise<Uint8Array | undefined>} */
async function bodyOf(answer, most) {
  if (answer.body === null) return new Uint8Array();
  // No stream: one that a caller's own `fetch` gives in one piece.
  if (!answer.body?.getReader) {
    const bytes = new Uint8Array(await answer.arrayBuffer());
    return bytes.length > most ? undefined : bytes;
  }
  const reader = answer.body.getReader();
  const parts = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (!ArrayBuffer.isView(part.value)) throw new TypeError("a part of the body is not bytes");
    length += part.value.byteLength;
    if (length > most) return undefined;
    parts.push(/** @type {Uint8Array} */ (part.value));
  }
  const [first = new Uint8Array()] = parts;
  if (parts.length < 2) return first;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
