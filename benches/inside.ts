// The code inside each host: runs every task with every peer for a number of turns. The caller measures the time.

import * as hand from "./peers/hand.ts";
import * as ours from "./peers/ours.ts";
import type { Peer, Response } from "./peers/protocol.ts";
import * as valibot from "./peers/valibot.ts";
import * as zod from "./peers/zod.ts";
import * as zodMini from "./peers/zod-mini.ts";

export { init } from "certcentral-revoke";

const PEERS: Record<string, Peer> = { ours, hand, valibot, "zod-mini": zodMini, zod };

/** An id of each kind, so that no engine can specialize on one. Four, so that a bit mask selects one. */
const ORDERS = [123456789, "123456789", 123456789n, "18446744073709551615"];
const COMMENT = "INC-4711: key found in a public repository";
const OPTIONS = [
  { revocationReason: "keyCompromise", comment: COMMENT, skipApproval: false },
  { revocationReason: "superseded", comment: COMMENT },
  { revocationReason: "cessationOfOperation", comment: COMMENT, skipApproval: true },
  { revocationReason: "unspecified", comment: COMMENT },
];
const THREE_OPTIONS = ORDERS.map((_, nth) => ({ ...OPTIONS[nth], skipApproval: nth % 2 === 0 }));
const WRONG = { revocationReason: "key_compromise", comment: 7, skipAproval: true };

const REQUEST = {
  id: 4711,
  date: "2026-11-24T08:00:00+00:00",
  type: "revoke",
  status: "pending",
  requester: { id: 42, first_name: "Ada", last_name: "Lovelace", email: "ada@example.com" },
  comments: COMMENT,
};
const RESPONSES: Record<string, Response> = {
  "204, revoked": { status: 204, body: "" },
  "201, requested": { status: 201, body: JSON.stringify(REQUEST) },
  "400, refused": {
    status: 400,
    body: '{"errors":[{"code":"invalid_status|order","message":"The order cannot be revoked."}]}',
  },
  "502, unclear": {
    status: 502,
    body: "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>",
  },
};

/** One turn of each task. */
const TASKS: Record<string, (peer: Peer, nth: number) => unknown> = {
  build: (peer, nth) => peer.build(ORDERS[nth & 3], OPTIONS[nth & 3]),
  "build, 3 options": (peer, nth) => peer.build(ORDERS[nth & 3], THREE_OPTIONS[nth & 3]),
  "refuse three mistakes": (peer) => thrownBy(() => peer.build("1e3", WRONG)),
};
for (const [name, response] of Object.entries(RESPONSES)) {
  TASKS[`parse ${name}`] =
    response.status < 400
      ? (peer) => peer.parse(response)
      : (peer) => thrownBy(() => peer.parse(response));
}
TASKS["parse 201, with options"] = (peer, nth) =>
  peer.parse(RESPONSES["201, requested"] as Response, OPTIONS[nth & 3]);

/** Keeps the results in use, so that the engine cannot remove the computation. */
export let sink: unknown;

export function run(name: string, turns: number): void {
  const [peer = "", task = ""] = name.split(": ");
  const turn = BOUNDARY[name] ?? TASKS[task]?.bind(undefined, PEERS[peer] as Peer);
  if (!turn) throw new Error(`there is no task ${name}`);
  for (let nth = 0; nth < turns; nth++) sink = turn(nth);
}

export const tasks = Object.keys(TASKS);

/** The results of a peer in every task, as plain data that must be the same for all peers. */
export function results(name: string): unknown[] {
  const peer = PEERS[name] as Peer;
  const all = Object.values(TASKS).flatMap((turn) => [0, 1, 2, 3].map((nth) => turn(peer, nth)));
  return JSON.parse(JSON.stringify(all.map(plain)));
}

function plain(made: unknown) {
  const { code, effect, status, method, path, headers, body, outcome, request } = made as Record<
    string,
    unknown
  >;
  if (made instanceof Error) return { code, effect, status };
  return { method, path, headers, body: body && JSON.parse(String(body)), outcome, request };
}

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("no error was thrown");
}

/** The boundary itself, with a module of three functions (`boundary.wat`). */
const BOUNDARY: Record<string, (nth: number) => unknown> = {};

export function useBoundary(module: WebAssembly.Module): void {
  const { exports } = new WebAssembly.Instance(module, { js: { call: () => {} } });
  const { empty, out, text } = exports as Record<string, (length?: number) => number>;
  const memory = new Uint8Array((exports.memory as WebAssembly.Memory).buffer);
  const [encoder, decoder] = [new TextEncoder(), new TextDecoder("utf-8", { fatal: true })];
  // About the size of a built request from the package's core.
  const built = encoder.encode(JSON.stringify({ response: hand.build(ORDERS[0], OPTIONS[0]) }));
  memory.set(built, 8192);
  Object.assign(BOUNDARY, {
    "in and back": () => empty?.(),
    "in, out to JavaScript, and back": () => out?.(),
    "a text of 42 characters in and back": () => {
      const { written } = encoder.encodeInto(COMMENT, memory);
      return decoder.decode(memory.subarray(4096, 4096 + (text?.(written) ?? 0)));
    },
    [`a text of ${built.length} characters out and parsed as JSON`]: () =>
      JSON.parse(decoder.decode(memory.subarray(8192, 8192 + built.length))),
  });
}

export const crossings = () => Object.keys(BOUNDARY);
