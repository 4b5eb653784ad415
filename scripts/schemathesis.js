// Sends generated requests to the gateway, by its OpenAPI description: no response may be a 5xx, and each must be described.
// The gateway and its sandbox run on loopback; the sign-in tokens have the form of Cloudflare Access's.
// `npm run schemathesis`, `npm run schemathesis -- --seed 7 --max-time 600`

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  AUDIENCE,
  CERTS,
  claimsOf,
  newAccess,
  signed,
  TEAM,
} from "../tests/support/access-tokens.js";
import { startLocal } from "../www/gateway/local/local.js";
import { fail, ROOT, runCommand } from "./run.js";

/** Git-ignored, and kept between runs. */
const FOLDER = join(ROOT, "target/schemathesis");
const PACKAGE = "schemathesis==4.32.5";
const COMMAND = join(FOLDER, "venv/bin/schemathesis");

/**
 * Not the status of an unknown method, which is a 404 here, and not whether valid data is accepted: an order may be on hold,
 * revoked or unknown.
 */
const CHECKS = [
  ...["not_a_server_error", "status_code_conformance", "content_type_conformance"],
  ...["response_schema_conformance", "response_headers_conformance"],
  ...["negative_data_rejection", "missing_required_header", "ignored_auth"],
];
/** Requests for each operation, and seconds in total; both can be overridden. */
const BOUNDS = ["--max-examples", "60", "--max-time", "300"];

await install();
const access = await newAccess();
const windows = [[1_000_000, 1000]];
const local = await startLocal({
  limits: { windows, guardMs: 0 },
  settings: { windows: windows.map(([calls = 0, ms = 0]) => ({ calls, seconds: ms / 1000 })) },
  people: null,
  variables: {
    ...{ ACCESS_TEAM_DOMAIN: TEAM, ACCESS_AUD: AUDIENCE },
    ROLES: '{"admin":[{"claim":"email","is":"ada@example.com"}]}',
    BRAKE: '{"perHour":1000000,"perAction":1000000}',
  },
  outbound: async (request) => {
    const { fetch, Response } = await import("miniflare");
    return request.url === CERTS ? Response.json({ keys: [access.current.jwk] }) : fetch(request);
  },
});
const token = await signed(access.current, claimsOf("ada@example.com"));
const { code } = await runCommand(
  COMMAND,
  [
    ...["--config-file", join(ROOT, "scripts/schemathesis.toml")],
    ...["run", `${local.consoleUrl}/openapi.json`, "--checks", CHECKS.join(",")],
    ...["--continue-on-failure", "--warnings", "off", ...BOUNDS, ...process.argv.slice(2)],
  ],
  { env: { GATEWAY_TOKEN: token }, cwd: FOLDER },
);
await local.close();
if (code !== 0) fail("the gateway does not conform to its description, see above");

/** Installs it, once for each version. */
async function install() {
  const mark = join(FOLDER, "installed");
  if (existsSync(mark) && readFileSync(mark, "utf8") === PACKAGE) return;
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const venv = join(FOLDER, "venv");
  for (const [command, args] of /** @type {Array<[string, string[]]>} */ ([
    ["python3", ["-m", "venv", venv]],
    [join(venv, "bin/pip"), ["install", "--quiet", "--disable-pip-version-check", PACKAGE]],
  ])) {
    const { code, output } = await runCommand(command, args, { capture: true });
    if (code !== 0)
      fail(
        `${command} ${args.join(" ")} failed. Python 3.10 or newer with venv is required.\n${output}`,
      );
  }
  writeFileSync(mark, PACKAGE);
}
