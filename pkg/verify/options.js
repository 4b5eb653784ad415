// The arguments of `certcentral-revoke verify`.

import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { headFrom } from "./head.js";
import { publicKeyFrom } from "./keys.js";
import { printable } from "./text.js";
import { authorityFrom } from "./timestamp.js";
import { witnessedHeads } from "./witness.js";

export const HELP = `certcentral-revoke verify <log.jsonl> [--journal <journal.jsonl> [--report <report.json>]]
                                 [--public-key <key>]... [--allow-unsigned] [--witness <path>]...
                                 [--tsa-certificate <file>]... [--head <file>]...
                                 [--not-older-than <duration>] [--at-least <entry>]

Verifies that an exported audit log is complete and unchanged. Works offline. "-" reads standard input.

  --public-key <key>  the public key, or a file with it: PEM, base64 or JWK (Ed25519). Repeat it after a rotation.
  --allow-unsigned    accepts a log whose signature is missing or not verified. Anyone who can write the file can
                      forge such a log.
  --witness <path>    heads that the gateway published: a file with one head on each line, or a folder of such
                      files (.json, .jsonl). The log must contain every entry up to the newest of them.
  --tsa-certificate <file>  the certificate of the time stamp authority, PEM or DER: verifies the signatures of the
                      time stamps in the log.
  --head <file>       the head (last line) of an earlier export, kept elsewhere: verifies that the log still
                      contains everything up to it.
  --not-older-than <duration>  requires an export of the last 30m, 24h, 7d and so on.
  --at-least <entry>  requires that the log contains this entry number.
  --journal <file>    the journal of a bulk run: verifies each line against the digests in the audit log.
  --report <file>     the report of that run, as JSON: verifies every order against the journal, and the entry of
                      the audit log that it names.

Exit code: 0 complete, unchanged and signed; 1 tampered with; 2 cannot be read; 3 the signature is missing or not
verified; 4 older or shorter than required, or without a published head.
`;

/** The arguments are wrong, or something that they name cannot be read. The message is printable. */
export class UsageError extends Error {}

const UNIT_MS = new Map([
  ["s", 1_000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
]);

/** @param {string[]} args */
export function optionsFrom(args) {
  const { values, positionals } = parsed(args);
  if (values.help) return { isHelp: /** @type {const} */ (true) };
  const [command, log, ...others] = positionals;
  if (command !== "verify" || log === undefined || others.length > 0)
    throw new UsageError(`expected the command "verify" and one file\n\n${HELP}`);
  const { journal, report } = values;
  if (report !== undefined && journal === undefined)
    throw new UsageError(
      `--report requires --journal, because a report is verified against its journal\n\n${HELP}`,
    );
  const publicKeys = readEach("public-key", values["public-key"], (key) =>
    publicKeyFrom(existsSync(key) ? readFileSync(key, "utf8") : key),
  );
  return {
    isHelp: /** @type {const} */ (false),
    ...{ log, journal, report, publicKeys },
    heads: readEach("head", values.head, (path) =>
      headFrom(readFileSync(path, "utf8").trimEnd().split("\n").at(-1) ?? ""),
    ),
    published: readEach("witness", values.witness, (path) =>
      witnessedHeads(path, publicKeys),
    ).flat(),
    hasWitness: values.witness.length > 0,
    authorities: readEach("tsa-certificate", values["tsa-certificate"], (path) =>
      authorityFrom(readFileSync(path)),
    ),
    allowsUnsigned: values["allow-unsigned"],
    maxAgeMs: valueFor("not-older-than", values["not-older-than"], msFrom),
    minLast: valueFor("at-least", values["at-least"], numberFrom),
  };
}

/** @typedef {Exclude<ReturnType<typeof optionsFrom>, { isHelp: true }>} Options */

/** @param {string[]} args */
function parsed(args) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        "public-key": { type: "string", multiple: true, default: [] },
        head: { type: "string", multiple: true, default: [] },
        witness: { type: "string", multiple: true, default: [] },
        "tsa-certificate": { type: "string", multiple: true, default: [] },
        "allow-unsigned": { type: "boolean", default: false },
        "not-older-than": { type: "string" },
        "at-least": { type: "string" },
        journal: { type: "string" },
        report: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    throw new UsageError(`${printable(messageOf(error))}\n\n${HELP}`);
  }
}

/** @template T @param {string} option @param {string[]} values @param {(value: string) => T} read */
function readEach(option, values, read) {
  return values.map((value) => {
    try {
      return read(value);
    } catch (error) {
      throw new UsageError(printable(`--${option} ${value.slice(0, 80)}: ${messageOf(error)}`));
    }
  });
}

/** @param {string} option @param {string | undefined} text @param {(text: string) => number | undefined} read */
function valueFor(option, text, read) {
  if (text === undefined) return undefined;
  const value = read(text);
  if (value === undefined)
    throw new UsageError(printable(`--${option} ${text.slice(0, 80)}: ${EXPECTED.get(option)}`));
  return value;
}

const EXPECTED = new Map([
  ["not-older-than", "expected a duration such as 30m, 24h or 7d"],
  ["at-least", "expected the number of an entry"],
]);

/** @param {string} text */
function msFrom(text) {
  const [, count, unit = ""] = /^([1-9]\d{0,6})([smhd])$/.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * (UNIT_MS.get(unit) ?? Number.NaN);
}

/** @param {string} text */
const numberFrom = (text) => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined);

/** @param {unknown} error */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error));
