// Runs certmesh, a third-party CertCentral client in Python, as PyPI distributes it. The installation stays between runs and
// leaves out the dependencies of its AWS and web servers.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Git-ignored. */
const FOLDER = fileURLToPath(new URL("../../target/python-client", import.meta.url));
const CLIENT = "certmesh==3.0.38";
const DEPENDENCIES = [
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
  const mark = `${FOLDER}/installed.json`;
  const wanted = JSON.stringify([CLIENT, DEPENDENCIES]);
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return;
  const pipVersion = await run("python3", ["-m", "pip", "--version"], {}, 20);
  if (pipVersion.code !== 0)
    throw new Error(`python3 (3.10 or newer) with pip is missing: ${pipVersion.out}`);
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  const into = ["--only-binary=:all:", "--target", FOLDER];
  for (const packages of [["--no-deps", CLIENT], DEPENDENCIES]) {
    const { code, out } = await run("python3", [...pip, ...into, ...packages], {}, 180);
    if (code !== 0) throw new Error(`pip could not install ${packages.join(" ")}: ${out}`);
  }
  writeFileSync(mark, wanted);
}

/** Python code that runs certmesh's command. */
export const COMMAND = "from certmesh.cli import main; main()";
/** Lists orders with certmesh's library: its command fails while printing them, even with DigiCert's own responses. */
export const LIST = `
from certmesh.providers.digicert_client import list_issued_certificates
from certmesh.settings import build_config
settings = build_config()
for found in list_issued_certificates(settings["digicert"], settings["vault"], None):
    print(found.order_id, found.common_name)
`;

/** Runs certmesh against another base URL than DigiCert's. @param {string} baseUrl @param {string} key @param {string} program @param {string[]} args */
export function certmesh(baseUrl, key, program, ...args) {
  const env = {
    PYTHONPATH: FOLDER,
    CM_DIGICERT_BASE_URL: baseUrl,
    CM_DIGICERT_API_KEY: key,
    // Without these certmesh connects to a Vault for every command.
    CM_VENAFI_USERNAME: "unused",
    CM_VENAFI_PASSWORD: "unused",
  };
  return run("python3", ["-c", program, ...args], env, 60);
}

/**
 * @param {string} command @param {string[]} args @param {Record<string, string>} env @param {number} seconds
 * @returns {Promise<{ code: number | null, out: string }>}
 */
function run(command, args, env, seconds) {
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
