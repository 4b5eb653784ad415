// The journal in a file: what `append` has resolved for is there after a kill, one run has it open at a time, and no other file
// is changed.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Worker } from "node:worker_threads";
import { JournalError } from "../../pkg/mass/errors.js";
import { fileJournal } from "../../pkg/mass/journals/file.js";

const HEAD = '{"started":{"version":3}}';
const MODULE = new URL("../../pkg/mass/journals/file.js", import.meta.url).href;
/** Opens the journal of its argument and appends its process id; the result is a line on the standard output. */
const OPEN_AND_APPEND = `
  import { fileJournal } from ${JSON.stringify(MODULE)};
  const journal = fileJournal(process.argv[1]);
  try {
    await journal.open();
    await journal.append([process.argv[2] + process.pid]);
    console.log("open");
    await new Promise((resolve) => process.stdin.once("data", resolve));
    await journal.close();
  } catch (error) {
    console.log(error.name);
  }
  process.exit(0);`;

const folder = await mkdtemp(join(tmpdir(), "certcentral-journal-"));
after(() => rm(folder, { recursive: true }));

/** @param {import("../../pkg/mass/journals/journal.js").Journal} journal */
async function linesOf(journal) {
  const lines = [];
  for await (const line of journal.read()) lines.push(line);
  return lines;
}

/** A process that opens a journal and keeps it open until `end`. @param {string} path */
async function contender(path) {
  const args = ["--input-type=module", "-e", OPEN_AND_APPEND, path, HEAD];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  const exit = once(child, "exit");
  // A process without the journal ends by itself, maybe before `end` writes to it.
  child.stdin.on("error", () => {});
  const [chunk] = await once(child.stdout, "data");
  return {
    result: String(chunk).trim(),
    async end() {
      child.stdin.write("\n");
      await exit;
    },
    async kill() {
      child.kill("SIGKILL");
      await exit;
    },
  };
}

test("a cut line is kept apart, and the next line is whole", async () => {
  for (const cut of ["half", "x".repeat(200_000)]) {
    for (const whole of ["", `${HEAD}\ntwo\n`]) {
      const torn = whole === "" ? HEAD + cut : cut;
      const path = join(await mkdtemp(join(folder, "cut-")), "journal");
      await writeFile(path, whole + torn);
      const journal = fileJournal(path);
      await journal.open();
      await journal.append(["next"]);
      assert.deepEqual(await linesOf(journal), [...whole.split("\n").filter(Boolean), "next"]);
      await journal.close();
      assert.equal(await readFile(path, "utf8"), `${whole}next\n`);
      const [kept = ""] = (await readdir(join(path, ".."))).filter((name) =>
        name.includes(".cut-"),
      );
      assert.equal(await readFile(join(path, "..", kept), "utf8"), torn);
    }
  }
});

test("after a kill every acknowledged line is there", async () => {
  const path = join(folder, "killed");
  const program = `
    import { fileJournal } from ${JSON.stringify(MODULE)};
    const journal = fileJournal(process.argv[1]);
    await journal.open();
    await journal.append([process.argv[2]]);
    for (let at = 1; ; at++) {
      await journal.append([String(at)]);
      process.stdout.write(at + "\\n");
    }`;
  for (let kills = 0; kills < 5; kills++) {
    const child = spawn(process.execPath, ["--input-type=module", "-e", program, path, HEAD]);
    let output = "";
    for await (const chunk of child.stdout) {
      output += chunk;
      if (output.split("\n").length > 20 + kills) break;
    }
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    const acknowledged = Number(output.trimEnd().split("\n").at(-1));
    const journal = fileJournal(path);
    await journal.open();
    const [, ...lines] = await linesOf(journal);
    assert.ok(lines.length >= acknowledged, `${lines.length} of ${acknowledged}`);
    assert.deepEqual(
      lines,
      Array.from(lines, (_, at) => String(at + 1)),
    );
    await journal.close();
    await rm(path);
  }
});

test("one of three processes opens a journal despite a stale lock", async () => {
  for (let round = 0; round < 8; round++) {
    const path = join(folder, `contended-${round}`);
    if (round % 2 === 1) await (await contender(path)).kill();
    const contenders = await Promise.all([contender(path), contender(path), contender(path)]);
    const results = contenders.map(({ result }) => result).sort();
    assert.deepEqual(results, ["JournalError", "JournalError", "open"], `round ${round}`);
    for (const each of contenders) await each.end();
    const next = fileJournal(path);
    await next.open();
    await next.close();
    const left = (await readdir(folder)).filter((name) => name.startsWith(`contended-${round}.`));
    assert.deepEqual(left, []);
  }
});

test("a worker thread cannot open a journal of its process", async () => {
  const path = join(folder, "thread");
  const journal = fileJournal(path);
  await journal.open();
  const program = `import(${JSON.stringify(MODULE)})
    .then(({ fileJournal }) => fileJournal(${JSON.stringify(path)}).open())
    .then(() => "open", (error) => error.name)
    .then((result) => require("node:worker_threads").parentPort.postMessage(result));`;
  const [result] = await once(new Worker(program, { eval: true }), "message");
  assert.equal(result, "JournalError");
  await journal.close();
});

test("a lock is refused unless its process is certainly gone", async () => {
  const path = join(folder, "foreign");
  const opened = fileJournal(path);
  await opened.open();
  const own = JSON.parse(await readFile(`${path}.lock`, "utf8"));
  await opened.close();
  const isLinux = process.platform === "linux";
  const gone = { ...own, pid: 999_999_999 };
  const locks = [
    ["", "an empty lock"],
    ["12", "a lock of another format"],
    [JSON.stringify({ ...own, pid: "1" }), "a process id that is none"],
    [JSON.stringify(own), "a lock of this process"],
    [JSON.stringify({ ...own, pid: process.ppid, started: "" }), "a process that runs"],
    [JSON.stringify({ ...gone, host: `${hostname()}-other` }), "another machine"],
    [JSON.stringify({ ...gone, namespace: "pid:[1]" }), "another container"],
  ];
  for (const [content = "", what] of locks) {
    await writeFile(`${path}.lock`, content);
    const error = await fileJournal(path)
      .open()
      .catch((thrown) => thrown);
    assert.ok(error instanceof JournalError, what);
    assert.match(error.message, /is open in another run/);
    assert.ok(error.message.includes(`remove ${path}.lock`), what);
    assert.equal(await readFile(`${path}.lock`, "utf8"), content, what);
  }
  const stale = [
    [gone, "a process that is gone"],
    ...(isLinux ? [[{ ...own, started: "1" }, "an earlier process with the same id"]] : []),
    ...(isLinux ? [[{ ...own, boot: "before" }, "an earlier boot of the machine"]] : []),
  ];
  for (const [owner, what] of stale) {
    await writeFile(`${path}.lock`, JSON.stringify(owner));
    const journal = fileJournal(path);
    await journal.open().catch((error) => assert.fail(`${what}: ${error.message}`));
    await journal.close();
  }
});

test("a journal whose lock was removed is not written", async () => {
  const path = join(folder, "removed");
  const journal = fileJournal(path);
  await journal.open();
  await journal.append([HEAD]);
  await rm(`${path}.lock`);
  await assert.rejects(journal.append(["two"]), /removed or replaced/);
  const other = fileJournal(path);
  await other.open();
  await assert.rejects(journal.append(["two"]), /removed or replaced/);
  assert.deepEqual(await linesOf(other), [HEAD]);
  await journal.close();
  await other.append(["three"]);
  await other.close();
});

test("a file that is not a journal is refused and unchanged", async () => {
  const texts = ['{"plan":1}', "order_id\n1\n2\n3", "-----BEGIN PRIVATE KEY-----\nMI", "\n", "\0"];
  for (const [at, text] of texts.entries()) {
    const path = join(folder, `other-${at}`);
    await writeFile(path, text);
    await assert.rejects(fileJournal(path).open(), /is not a journal/);
    assert.equal(await readFile(path, "utf8"), text);
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.startsWith(`other-${at}`)),
      [`other-${at}`],
    );
  }
  await mkdir(join(folder, "directory"));
  await assert.rejects(fileJournal(join(folder, "directory")).open(), /is not a file/);
});

test("links to a journal are refused, and its folder may be one", async () => {
  const path = join(folder, "linked");
  await writeFile(path, `${HEAD}\n`);
  await symlink(path, join(folder, "symbolic"));
  await assert.rejects(fileJournal(join(folder, "symbolic")).open(), /is a symbolic link/);
  await symlink(join(folder, "nowhere"), join(folder, "dangling"));
  await assert.rejects(fileJournal(join(folder, "dangling")).open(), /is a symbolic link/);
  await link(path, join(folder, "hard"));
  await assert.rejects(fileJournal(path).open(), /hard link/);
  await rm(join(folder, "hard"));
  await symlink(folder, `${folder}-by-link`);
  after(() => rm(`${folder}-by-link`));
  const journal = fileJournal(path);
  await journal.open();
  await assert.rejects(fileJournal(join(`${folder}-by-link`, "linked")).open(), JournalError);
  await journal.close();
});

test("a journal and its lock are readable by their owner only", async () => {
  const path = join(folder, "private");
  const journal = fileJournal(path);
  await journal.open();
  for (const file of [path, `${path}.lock`]) assert.equal((await stat(file)).mode & 0o777, 0o600);
  await journal.close();
});
