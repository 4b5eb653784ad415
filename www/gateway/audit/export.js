// Streams an export in batches, so that an audit log of any size needs little memory.

const BATCH_LINES = 500;

/**
 * @param {import("./schema.js").Sql} sql @param {number} first @param {number} last @param {string} head
 * @returns {ReadableStream<Uint8Array>} a byte stream, as required between Workers
 */
export function exportStream(sql, first, last, head) {
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
          "SELECT seq, line FROM audit_entries WHERE seq >= ? AND seq <= ? ORDER BY seq LIMIT ?",
          ...[next, last, BATCH_LINES],
        )
        .toArray();
      // Pruned during the export. An aborted export is better than one that looks tampered with.
      if (rows[0]?.seq !== next)
        throw new Error("the audit log was pruned during the export; export it again");
      next += rows.length;
      controller.enqueue(encoder.encode(rows.map(({ line }) => `${line}\n`).join("")));
    },
  });
}
