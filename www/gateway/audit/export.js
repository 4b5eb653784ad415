// An export as a stream: some lines at a time, so that a record of any size passes through little memory.

const LINES_AT_ONCE = 500;

/**
 * @param {import("./schema.js").Sql} sql @param {number} first @param {number} last @param {string} head
 * @returns {ReadableStream<Uint8Array>} of bytes, which is what passes from one Worker to another
 */
export function exportOf(sql, first, last, head) {
  const encoder = new TextEncoder();
  let next = first;
  return new ReadableStream({
    type: "bytes",
    pull(controller) {
      if (next > last) {
        controller.enqueue(encoder.encode(`${head}\n`));
        return controller.close();
      }
      const rows = sql
        .exec(
          "SELECT seq, line FROM record_entries WHERE seq >= ? AND seq <= ? ORDER BY seq LIMIT ?",
          ...[next, last, LINES_AT_ONCE],
        )
        .toArray();
      // Pruned meanwhile: an export that breaks off is better than one that looks tampered with.
      if (rows[0]?.seq !== next)
        throw new Error("the record was pruned meanwhile: export it again");
      next += rows.length;
      controller.enqueue(encoder.encode(rows.map(({ line }) => `${line}\n`).join("")));
    },
  });
}
