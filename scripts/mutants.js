// Mutation testing: changes the rules in one place at a time and counts the changes that no test detects. Takes minutes for a
// group and hours for all, so `npm test` does not include it. `.cargo/mutants.toml` lists excluded mutants.
// `npm run mutants`, or `npm run mutants -- pacing run --shard 0/4` for a part.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fail, ROOT, step } from "./run.js";

/** @typedef {{ files: string[], tests: string[], only?: string[], every?: boolean }} Group */
/** @typedef {Record<"caught" | "unviable" | "timeout" | "missed", number> & { names: string[] }} Count */

const VERSION = "27.1.0";
const TOOLS = join(ROOT, "target/tools");
/** The lowest score: detected mutants in percent of those that compile. */
const MIN_SCORE = 85;

const SINGLE = [
  "attempt",
  "backoff",
  "blast_radius",
  "procedure",
  "retry_after",
  "settings",
  "single",
  "wait",
];
const CALL_ONLY = [
  "answers::",
  "connecting::",
  "deadline::",
  "decisions::",
  "failures::",
  "laws::",
  "longer_calls::",
  "ten_thousand_",
  "time::",
];
const RUN = ["--test=mass", "--test=mass_run"];
const RUN_ONLY = ["figures::", "run::", "journal::", "seeds_", "day_of_"];

/**
 * The mutated files and the tests that can detect the change. `only`: tests whose names contain one of these texts. `every`:
 * each mutant has to be detected.
 * @type {Record<string, Group>}
 */
const GROUPS = {
  classify: {
    files: ["src/api/classify.rs", "src/api/failure.rs", "src/policy/call.rs"],
    tests: ["--test=api", "--test=policy"],
    only: CALL_ONLY,
    every: true,
  },
  reconcile: {
    files: ["src/policy/change.rs", "src/policy/reconcile_*.rs"],
    tests: ["--test=faults", "--test=policy"],
    only: CALL_ONLY,
    every: true,
  },
  pacing: {
    files: ["src/policy/pacing/**"],
    tests: ["--test=policy"],
    only: ["pacing::"],
    every: true,
  },
  calls: {
    files: SINGLE.map((name) => `src/policy/${name}.rs`),
    tests: ["--lib", "--test=policy"],
    only: [...CALL_ONLY, "policy::"],
  },
  input: {
    files: ["src/mass/input/**", "src/mass/texts.rs"],
    tests: ["--test=mass"],
    only: ["input::"],
  },
  survey: { files: ["src/mass/survey.rs"], tests: ["--test=mass"], only: ["survey::"] },
  plan: { files: ["src/mass/plan/**"], tests: ["--test=mass"], only: ["plan::", "plan_timing::"] },
  report: {
    files: ["src/mass/report/**"],
    tests: ["--test=mass"],
    only: ["report::", "report_csv::"],
  },
  rehearsal: { files: ["src/mass/rehearsal/**"], tests: ["--test=mass"], only: ["rehearsal::"] },
  journal: {
    files: [
      ...["canonical", "item", "job", "ledger", "sha256", "state"].map(
        (name) => `src/mass/${name}.rs`,
      ),
      "src/mass/journal/**",
    ],
    tests: RUN,
    only: RUN_ONLY,
  },
  run: { files: ["src/mass/run/**", "src/mass/runner.rs"], tests: RUN, only: RUN_ONLY },
};

const args = process.argv.slice(2);
const at = args.indexOf("--shard");
const shard = at < 0 ? [] : [...args.splice(at, 2), "--sharding=round-robin"];
const unknown = args.find((name) => !(name in GROUPS));
if (unknown) fail(`unknown group ${unknown}: choose from ${Object.keys(GROUPS).join(", ")}`);

await install();
const lines = [];
const problems = [];
/** @type {Count} */
const all = { caught: 0, unviable: 0, timeout: 0, missed: 0, names: [] };
for (const [name, group] of Object.entries(GROUPS)) {
  if (args.length > 0 && !args.includes(name)) continue;
  const count = test(name, group);
  for (const key of /** @type {const} */ (["caught", "unviable", "timeout", "missed"]))
    all[key] += count[key];
  all.names.push(...count.names);
  lines.push(line(name, count));
  if (group.every && count.missed > 0)
    problems.push(`${name}: ${count.missed} mutants are not detected`);
}
if (score(all) < MIN_SCORE) problems.push(`all: the score is below ${MIN_SCORE} %`);
for (const name of all.names) console.log(`missed: ${name}`);
for (const text of [...lines, line("all", all)]) console.log(text);
if (shard.length > 0) console.log(`(a sample: shard ${shard[1]})`);
if (problems.length > 0) fail(`${problems.join("; ")}: add tests for the mutants above`);

/** Installs the pinned version of cargo-mutants. */
async function install() {
  const { stdout } = spawnSync(join(TOOLS, "bin/cargo-mutants"), ["mutants", "--version"], {
    encoding: "utf8",
  });
  if (stdout?.includes(VERSION)) return;
  const wanted = ["cargo-mutants", "--version", VERSION, "--locked", "--root", TOOLS];
  await step("install cargo-mutants (takes minutes)", "cargo", ["install", ...wanted]);
}

/** @param {string} name @param {Group} group @returns {Count} */
function test(name, { files, tests, only }) {
  console.log(`▸ mutants: ${name}`);
  const output = join(ROOT, "target/mutants", name);
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  const { status } = spawnSync(
    join(TOOLS, "bin/cargo-mutants"),
    [
      "mutants",
      "--package=certcentral-revoke",
      "--no-times",
      `--output=${output}`,
      ...files.map((file) => `--file=${file}`),
      ...shard,
      // Arguments of `cargo`, not of the tests, so that unused targets are not compiled.
      ...tests.map((test) => `--cargo-arg=${test}`),
      ...(only ? ["--", "--", ...only] : []),
    ],
    {
      cwd: ROOT,
      stdio: "inherit",
      env: {
        ...process.env,
        // A separate folder: in the usual one, cargo could take a mutated build for the real one.
        CARGO_TARGET_DIR: join(ROOT, "target/mutants/build"),
        CARGO_PROFILE_DEV_DEBUG: "0",
        CARGO_INCREMENTAL: "1",
        // The same test cases for every mutant and every run.
        PROPTEST_RNG_SEED: "1",
        PROPTEST_CASES: "64",
        PROPTEST_DISABLE_FAILURE_PERSISTENCE: "true",
        SIMULATE: "short",
      },
    },
  );
  // 2: mutants were missed; 3: mutants timed out, which counts as detected.
  if (status !== 0 && status !== 2 && status !== 3)
    fail(
      `cargo-mutants failed with exit code ${status} for the group ${name}: see its output above`,
    );
  const outcomes = join(output, "mutants.out/outcomes.json");
  // A shard can contain no mutant of a small group.
  if (!existsSync(outcomes)) return { caught: 0, unviable: 0, timeout: 0, missed: 0, names: [] };
  const results = JSON.parse(readFileSync(outcomes, "utf8"));
  const missed = results.outcomes.filter(
    (/** @type {{ summary: string }} */ { summary }) => summary === "MissedMutant",
  );
  const names = missed.map(
    (/** @type {{ scenario: { Mutant: { name: string } } }} */ { scenario }) =>
      scenario.Mutant.name,
  );
  const { caught, unviable, timeout } = results;
  return { caught, unviable, timeout, missed: results.missed, names };
}

/** Detected mutants in percent of those that compile. A timeout counts as detected. @param {Count} count */
function score({ caught, timeout, missed }) {
  return (100 * (caught + timeout)) / Math.max(caught + timeout + missed, 1);
}

/** @param {string} name @param {Count} count */
function line(name, count) {
  const { caught, unviable, timeout, missed } = count;
  const mutants = caught + unviable + timeout + missed;
  return `${name}: ${mutants} mutants, ${caught} caught, ${unviable} unviable, ${timeout} timed out, ${missed} missed: score ${score(count).toFixed(1)} %`;
}
