// The hover texts and completions of an editor, from TypeScript's language server: every public name has a description without
// markup remnants, and the documented statuses complete.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

/** @typedef {{ line: number, character: number }} Position */
/** @typedef {{ name: string, kind: number, selectionRange: { start: Position }, children?: Symbol[] }} Symbol */

const ROOT = new URL("../..", import.meta.url);
const FILES = [
  "pkg/index.d.ts",
  "pkg/types.d.ts",
  "pkg/mass/index.d.ts",
  "pkg/mass/types.d.ts",
  "pkg/mass/file.d.ts",
  "pkg/guard/index.d.ts",
  "pkg/guard/types.d.ts",
];
/** Names that the language defines, or whose type is the description. */
const WITHOUT_DESCRIPTION = new Set(["[]", "Content-Type", "Accept", "is"]);

/** @type {ReturnType<typeof startServer>} */
let server;
before(async () => {
  server = startServer();
  await server.request("initialize", {
    processId: process.pid,
    rootUri: ROOT.href,
    capabilities: {
      textDocument: {
        hover: { contentFormat: ["markdown"] },
        documentSymbol: { hierarchicalDocumentSymbolSupport: true },
        completion: { completionItem: {} },
      },
    },
  });
  server.notify("initialized", {});
});
after(() => server.stop());

for (const file of FILES)
  test(`hovers of ${file} have clean descriptions`, async () => {
    const uri = open(file);
    const symbols = flat(
      await server.request("textDocument/documentSymbol", { textDocument: { uri } }),
    );
    assert.ok(symbols.length > 0);
    const places = [
      ...symbols.map(({ name, selectionRange }) => ({ name, position: selectionRange.start })),
      ...literalMembers(file),
    ];
    /** @type {string[]} */
    const faults = [];
    for (const { name, position } of places) {
      const hover = await server.request("textDocument/hover", {
        textDocument: { uri },
        position,
      });
      const text = String(hover?.contents?.value ?? "");
      const description = text.replace(/^```[\s\S]*?```/, "").trim();
      const where = `${name}, line ${position.line + 1}`;
      if (/<!--|\{@|@link/.test(text)) faults.push(`${where}: ${text}`);
      if (text.includes("(parameter)")) continue;
      if (description === "" && !WITHOUT_DESCRIPTION.has(name))
        faults.push(`${where}: no description`);
    }
    assert.deepEqual(faults, []);
  });

test("documented statuses and request types complete", async () => {
  const text = `import type { CertCentral } from "certcentral-revoke";
declare const client: CertCentral;
client.orders.list({ status: "" });
client.requests.list({ status: "" });
client.requests.list({ type: "" });
`;
  const uri = open("tests/completion.ts", text);
  const expected = [
    ["reissue_pending", "issued", "revoked"],
    ["submitted", "rejected"],
    ["new_request", "duplicate"],
  ];
  for (const [nth, words] of expected.entries()) {
    const line = nth + 2;
    const character = String(text.split("\n")[line]).indexOf('""') + 1;
    const list = await server.request("textDocument/completion", {
      textDocument: { uri },
      position: { line, character },
      context: { triggerKind: 1 },
    });
    const labels = (list?.items ?? list ?? []).map((/** @type {any} */ { label }) => label);
    for (const word of words) assert.ok(labels.includes(word), `${word} of ${labels}`);
  }
});

/** @param {string} file @param {string} [text] */
function open(file, text = readFileSync(new URL(file, ROOT), "utf8")) {
  const uri = new URL(file, ROOT).href;
  server.notify("textDocument/didOpen", {
    textDocument: { uri, languageId: "typescript", version: 1, text },
  });
  return uri;
}

/** Members of type literals, which are not symbols of the document. @param {string} file */
function literalMembers(file) {
  const lines = readFileSync(new URL(file, ROOT), "utf8").split("\n");
  return lines.flatMap((text, line) => {
    const [, indent = "", name] = /^(\s*(?:readonly )?"?)([\w-]+)"?\??[:(]/.exec(text) ?? [];
    return name === undefined ? [] : [{ name, position: { line, character: indent.length } }];
  });
}

/** @param {Symbol[]} symbols @returns {Symbol[]} */
function flat(symbols) {
  return symbols.flatMap((symbol) => [symbol, ...flat(symbol.children ?? [])]);
}

/** Speaks the Language Server Protocol with `tsc --lsp`. */
function startServer() {
  const tsc = fileURLToPath(new URL("node_modules/typescript/bin/tsc", ROOT));
  const child = spawn(process.execPath, [tsc, "--lsp", "--stdio"], {
    stdio: ["pipe", "pipe", "ignore"],
    cwd: ROOT,
  });
  /** @type {Map<number, { resolve: (result: any) => void, reject: (error: Error) => void }>} */
  const pending = new Map();
  let received = Buffer.alloc(0);
  let nextId = 0;

  child.stdout.on("data", (chunk) => {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      const head = received.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(received.toString("utf8", 0, head))?.[1]);
      const end = head + 4 + length;
      if (received.length < end) return;
      handle(JSON.parse(received.toString("utf8", head + 4, end)));
      received = received.subarray(end);
    }
  });
  child.on("exit", (code) => {
    for (const { reject } of pending.values()) reject(new Error(`the server ended with ${code}`));
  });

  /** @param {any} message */
  function handle(message) {
    // A request of the server, for example for its configuration.
    if (message.method !== undefined) {
      if (message.id !== undefined) send({ id: message.id, result: null });
      return;
    }
    const call = pending.get(message.id);
    pending.delete(message.id);
    if (message.error) call?.reject(new Error(message.error.message));
    else call?.resolve(message.result);
  }

  /** @param {object} message */
  function send(message) {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  return {
    /** @param {string} method @param {object} params @returns {Promise<any>} */
    request(method, params) {
      nextId += 1;
      const id = nextId;
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject });
        send({ id, method, params });
      });
    },
    /** @param {string} method @param {object} params */
    notify: (method, params) => send({ method, params }),
    stop: () => child.kill(),
  };
}
