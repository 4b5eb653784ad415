// certmesh, a CertCentral client of other people in Python, for the tests: its command as it comes from PyPI, in a folder
// that is kept between runs. Not all that it depends on is installed: its servers for AWS and the web are not used here.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Git-ignored. */
const KEPT = fileURLToPath(new URL("../../target/python-client", import.meta.url));
const CLIENT = "certmesh==3.0.38";
const NEEDS = [
  "click==8.5.1",
  "cryptography==50.0.2",
  "hvac==2.4.0",
  "python-json-logger==4.2.0",
  "pyyaml==6.0.4",
  "requests==2.34.2",
  "tenacity==9.2.1",
];

/** Installs it, once for each set of pinned versions. */
export async function installCertmesh() {
  const mark = `${KEPT}/installed.json`;
  const wanted = JSON.stringify([CLIENT, NEEDS]);
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return;
  const there = await ended("python3", ["-m", "pip", "--version"], {}, 20);
  if (there.code !== 0)
    throw new Error(`python3 (3.10 or newer) with pip is missing: ${there.out}`);
  rmSync(KEPT, { recursive: true, force: true });
  mkdirSync(KEPT, { recursive: true });
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  const into = ["--only-binary=:all:", "--target", KEPT];
  for (const what of [["--no-deps", CLIENT], NEEDS]) {
    const told = await ended("python3", [...pip, ...into, ...what], {}, 180);
    if (told.code !== 0) throw new Error(`pip could not install ${what.join(" ")}: ${told.out}`);
  }
  writeFileSync(mark, wanted);
}

/** Its command. */
export const COMMAND = "from certmesh.cli import main; main()";
/** Its list of orders, by its library: the command fails at printing them, whoever answers. */
export const LIST = `
from certmesh.providers.digicert_client import list_issued_certificates
from certmesh.settings import build_config
settings = build_config()
for found in list_issued_certificates(settings["digicert"], settings["vault"], None):
    print(found.order_id, found.common_name)
`;

/** Runs it against another base URL than DigiCert's. @param {string} baseUrl @param {string} key @param {string} program @param {string[]} args */
export function certmesh(baseUrl, key, program, ...args) {
  const env = {
    PYTHONPATH: KEPT,
    CM_DIGICERT_BASE_URL: baseUrl,
    CM_DIGICERT_API_KEY: key,
    // Without these it looks for a Vault, whatever it is asked.
    CM_VENAFI_USERNAME: "unused",
    CM_VENAFI_PASSWORD: "unused",
  };
  return ended("python3", ["-c", program, ...args], env, 60);
}

/**
 * @param {string} command @param {string[]} args @param {Record<string, string>} env @param {number} seconds
 * @returns {Promise<{ code: number | null, out: string }>}
 */
function ended(command, args, env, seconds) {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, ...env }, timeout: seconds * 1000 };
    const child = spawn(command, args, options);
    let out = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        out += chunk;
      });
    child.once("error", (error) => resolve({ code: 127, out: String(error) }));
    child.once("close", (code) => resolve({ code, out }));
  });
}
