// Streams long responses, so that a journal or report of any size needs little memory.

/** Lines in one chunk. */
const CHUNK_LINES = 500;

/** @param {AsyncIterable<string>} pieces @param {string} type */
export function streamResponse(pieces, type) {
  const encoder = new TextEncoder();
  const iterator = pieces[Symbol.asyncIterator]();
  const body = new ReadableStream({
    // A byte stream, as required between Workers.
    type: "bytes",
    async pull(controller) {
      for (;;) {
        const { done, value } = await iterator.next();
        if (done) return controller.close();
        // A byte stream rejects empty chunks.
        if (value !== "") return controller.enqueue(encoder.encode(value));
      }
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  return new Response(body, { headers: { "content-type": type } });
}

/** @param {import("./journal.js").JournalStore} journals @param {string} job */
export async function* journalLines(journals, job) {
  for (let first = 1; ; first += CHUNK_LINES) {
    const lines = journals.slice(job, first, CHUNK_LINES);
    yield lines.map((line) => `${line}\n`).join("");
    if (lines.length < CHUNK_LINES) return;
  }
}
