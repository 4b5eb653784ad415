// Runs every cell in every runtime and reports the faults. `npm run matrix` prints the table.

import { pathToFileURL } from "node:url";
import { cellsWith, faultOf } from "./cells/index.js";
import { HOSTS, page } from "./hosts.js";
import { startHostile } from "./server.js";

/** The limit of the memory growth in Node, where up to three decompression bombs arrive at once. */
const MAX_GROWTH_MB = 200;

/** @param {string} host @returns {Promise<{ cells: number, faults: string[], growthMb: number, ms: number }>} */
export async function matrix(host) {
  let stolen = 0;
  const thief = await startHostile(new Map(), (socket) => {
    stolen += 1;
    socket.end("HTTP/1.1 204 X\r\n\r\n");
  });
  const cells = cellsWith(thief.port);
  const server = await startHostile(new Map(cells.map((cell) => [cell.id, cell])), page);
  const before = process.memoryUsage().rss;
  const startedAt = performance.now();
  try {
    const parts = cells.map(({ id, act, abortMs, jump, expected, settings, call }) => {
      const silent = String(expected).includes("TimeoutError");
      return JSON.parse(JSON.stringify({ id, act, abortMs, jump, silent, settings, call }));
    });
    const results = await HOSTS[host]?.(server.port, parts);
    const growthMb = Math.round((process.memoryUsage().rss - before) / 2 ** 20);
    const faults = cells.flatMap((cell) => {
      const seen = server.counts.get(cell.id) ?? { puts: 0, gets: 0 };
      const fault = faultOf(
        cell,
        results?.find(({ id }) => id === cell.id),
        seen,
      );
      return fault ? [`${cell.name}: ${fault}`] : [];
    });
    if (stolen > 0) faults.push(`the other origin was called ${stolen} times`);
    if (host === "Node" && growthMb > MAX_GROWTH_MB) faults.push(`${growthMb} MB more memory`);
    return { cells: cells.length, faults, growthMb, ms: Math.round(performance.now() - startedAt) };
  } finally {
    server.close();
    thief.close();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const only = process.argv[2];
  console.log("runtime    cells  failures  seconds");
  for (const host of Object.keys(HOSTS).filter((name) => only === undefined || name === only)) {
    const { cells, faults, ms } = await matrix(host);
    const row = [host.padEnd(10), String(cells).padStart(5), String(faults.length).padStart(9)];
    console.log(`${row.join(" ")} ${(ms / 1000).toFixed(1).padStart(8)}`);
    for (const fault of faults) console.log(`  ${fault}`);
    if (faults.length > 0) process.exitCode = 1;
  }
}
