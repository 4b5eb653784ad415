// The journal stores: lines are durable and in order once `append` resolves, and one run at a time has the journal open.

import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { build } from "esbuild";
import { JournalError } from "../../pkg/mass/errors.js";
import { fileJournal } from "../../pkg/mass/journals/file.js";
import { memoryJournal } from "../../pkg/mass/journals/memory.js";
import { launchChromium } from "../support/chromium.js";

/** How every journal begins: a file of another kind is refused. */
const HEAD = '{"started":{"version":3}}';
const folder = await mkdtemp(join(tmpdir(), "certcentral-journal-"));
after(() => rm(folder, { recursive: true }));

/** @param {AsyncIterable<string>} lines */
async function all(lines) {
  const read = [];
  for await (const line of lines) read.push(line);
  return read;
}

/** @param {string} title @param {(name: string) => import("../../pkg/mass/journals/journal.js").Journal} make */
function testStore(title, make) {
  test(`${title} journal keeps order and has one owner`, async () => {
    const journal = make("order");
    await journal.open();
    await assert.rejects(make("order").open(), JournalError);
    await journal.append([HEAD, "two"]);
    await journal.append(["three – ü"]);
    await journal.close();
    const again = make("order");
    await again.open();
    await again.append(["four"]);
    assert.deepEqual(await all(again.read()), [HEAD, "two", "three – ü", "four"]);
    await again.close();
  });
}

const shared = memoryJournal();
testStore("memory", () => shared);
testStore("file", (name) => fileJournal(join(folder, name)));

test("IndexedDB journal survives a reload and locks out a tab", async () => {
  const entry = new URL("../../pkg/mass/journals/indexed-db.js", import.meta.url).pathname;
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
  });
  const script = outputFiles[0]?.text ?? "";
  const server = createServer(({ url }, response) => {
    const type = url === "/journal.js" ? "text/javascript" : "text/html";
    response.writeHead(200, { "content-type": type }).end(url === "/journal.js" ? script : "");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const browser = await launchChromium();
  try {
    const context = await browser.newContext();
    const [one, other] = [await context.newPage(), await context.newPage()];
    for (const page of [one, other]) await page.goto(`http://127.0.0.1:${port}/`);
    const open = async () => {
      const { indexedDbJournal } = await import(/** @type {any} */ ("/journal.js"));
      const journal = indexedDbJournal("run");
      Object.assign(globalThis, { journal });
      return journal.open().then(
        () => "open",
        (/** @type {Error} */ error) => error.name,
      );
    };
    assert.equal(await one.evaluate(open), "open");
    assert.equal(await other.evaluate(open), "JournalError");
    await one.evaluate(async () => {
      const { journal } = /** @type {any} */ (globalThis);
      await journal.append(Array.from({ length: 2500 }, (_, at) => `line ${at}`));
      await journal.append(["last"]);
    });
    await one.reload();
    assert.equal(await one.evaluate(open), "open");
    const lines = await one.evaluate(async () => {
      const { journal } = /** @type {any} */ (globalThis);
      const read = [];
      for await (const line of journal.read()) read.push(line);
      return read;
    });
    assert.deepEqual(lines, [...Array.from({ length: 2500 }, (_, at) => `line ${at}`), "last"]);
  } finally {
    await browser.close();
    server.close();
  }
});
