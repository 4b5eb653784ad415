// The stores of a journal: what `append` has resolved for is there after a kill, in order, and one run has it at a time.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { JournalError } from "../../pkg/mass/errors.js";
import { fileJournal } from "../../pkg/mass/journals/file.js";
import { memoryJournal } from "../../pkg/mass/journals/memory.js";
import { launchChromium } from "../support/chromium.js";

const folder = await mkdtemp(join(tmpdir(), "certcentral-journal-"));
after(() => rm(folder, { recursive: true }));

/** @param {AsyncIterable<string>} lines */
async function all(lines) {
  const read = [];
  for await (const line of lines) read.push(line);
  return read;
}

/** @param {string} title @param {(name: string) => import("../../pkg/mass/journals/taken.js").Journal} make */
function holds(title, make) {
  test(`${title}: lines stay in order over a reopening, and nobody else has it meanwhile`, async () => {
    const journal = make("order");
    await journal.open();
    await assert.rejects(make("order").open(), JournalError);
    await journal.append(["one", "two"]);
    await journal.append(["three – ü"]);
    await journal.close();
    const again = make("order");
    await again.open();
    await again.append(["four"]);
    assert.deepEqual(await all(again.read()), ["one", "two", "three – ü", "four"]);
    await again.close();
  });
}

const shared = memoryJournal();
holds("memory", () => shared);
holds("file", (name) => fileJournal(join(folder, name)));

test("file: a line that a crash cut off is dropped, whatever its length, and the next one stands by itself", async () => {
  for (const cut of ["half", "x".repeat(200_000)]) {
    for (const whole of ["", "one\ntwo\n"]) {
      const path = join(folder, "cut");
      await writeFile(path, whole + cut);
      const journal = fileJournal(path);
      await journal.open();
      await journal.append(["next"]);
      assert.deepEqual(await all(journal.read()), [...whole.split("\n").filter(Boolean), "next"]);
      await journal.close();
      assert.equal(await readFile(path, "utf8"), `${whole}next\n`);
    }
  }
});

test("file: what was appended is there after SIGKILL, and the lock of the killed one is nobody's", async () => {
  const path = join(folder, "killed");
  const file = pathToFileURL(new URL("../../pkg/mass/journals/file.js", import.meta.url).pathname);
  const program = `
    import { fileJournal } from ${JSON.stringify(file.href)};
    const journal = fileJournal(process.argv[1]);
    await journal.open();
    for (let at = 1; ; at++) {
      await journal.append([String(at)]);
      process.stdout.write(at + "\\n");
    }`;
  for (let kills = 0; kills < 5; kills++) {
    const child = spawn(process.execPath, ["--input-type=module", "-e", program, path]);
    let told = "";
    for await (const chunk of child.stdout) {
      told += chunk;
      if (told.split("\n").length > 20 + kills) break;
    }
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    const acknowledged = Number(told.trimEnd().split("\n").at(-1));
    const journal = fileJournal(path);
    await journal.open();
    const lines = await all(journal.read());
    assert.ok(lines.length >= acknowledged, `${lines.length} of ${acknowledged}`);
    assert.deepEqual(
      lines,
      Array.from(lines, (_, at) => String(at + 1)),
    );
    await journal.close();
    await rm(path);
  }
});

test("file: a lock that names nobody, or a process that is gone, does not lock", async () => {
  const path = join(folder, "stale");
  for (const owner of ["", "not a number", "999999999", String(process.pid)]) {
    await writeFile(`${path}.lock`, owner);
    const journal = fileJournal(path);
    await journal.open();
    await journal.close();
  }
  await appendFile(`${path}.lock`, String(process.ppid));
  await assert.rejects(fileJournal(path).open(), /open in another run/);
});

test("IndexedDB, in Chromium: the same, over a reload and against a second tab", async () => {
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
