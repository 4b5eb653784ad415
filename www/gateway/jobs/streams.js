// Long answers as streams of bytes, a piece at a time, so that a journal or report of any size passes through little memory.

/** So many lines go together. */
const LINES = 500;

/** @param {AsyncIterable<string>} pieces @param {string} type */
export function streamed(pieces, type) {
  const encoder = new TextEncoder();
  const iterator = pieces[Symbol.asyncIterator]();
  const body = new ReadableStream({
    // Of bytes, which is what passes from one Worker to another.
    type: "bytes",
    async pull(controller) {
      for (;;) {
        const { done, value } = await iterator.next();
        if (done) return controller.close();
        // A stream of bytes takes no empty piece.
        if (value !== "") return controller.enqueue(encoder.encode(value));
      }
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  return new Response(body, { headers: { "content-type": type } });
}

/** @param {import("./journal.js").Journals} journals @param {string} job */
export async function* linesIn(journals, job) {
  for (let first = 1; ; first += LINES) {
    const lines = journals.slice(job, first, LINES);
    yield lines.map((line) => `${line}\n`).join("");
    if (lines.length < LINES) return;
  }
}
