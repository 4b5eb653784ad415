// Packs the package and installs the tarball in a new project.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** @returns {{ project: string, installed: string, remove: () => void }} the folders of the project and of the package in it */
export function installPackage() {
  const project = mkdtempSync(join(tmpdir(), "certcentral-consumer-"));
  const pack = ["pack", "--silent", "--ignore-scripts", "--pack-destination", project];
  const tarball = execFileSync("npm", pack, { cwd: ROOT, encoding: "utf8" }).trim();
  const manifest = '{"name":"consumer","private":true,"type":"module"}';
  writeFileSync(join(project, "package.json"), manifest);
  const install = ["install", "--offline", "--no-audit", "--no-fund", "--silent"];
  execFileSync("npm", [...install, join(project, tarball)], { cwd: project });
  return {
    project,
    installed: join(project, "node_modules/certcentral-revoke"),
    remove: () => rmSync(project, { recursive: true }),
  };
}
