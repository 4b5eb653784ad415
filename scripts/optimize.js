// The options of the compiler and of wasm-opt for each module.

/**
 * `optLevel` replaces the one of `Cargo.toml`. LLVM's options are not stable: the budgets in `sizes.js` limit the size, and
 * `npm run bench -- speed` shows the speed.
 * @typedef {{ optLevel: string, llvmArgs: string[], wasmOpt: string[] }} Profile
 */
/**
 * Nearly as fast as level 3 and as small as `z`, because it duplicates less code: by inlining (the second threshold applies to
 * `#[inline]`), unrolled loops, and comparisons of short texts with 64-bit constants.
 * @type {Profile}
 */
export const SINGLE_CALLS = {
  optLevel: "2",
  llvmArgs: [
    "-inline-threshold=15",
    "-inlinehint-threshold=15",
    "-unroll-threshold=30",
    "-max-loads-per-memcmp=0",
  ],
  wasmOpt: ["--converge"],
};
/** Prefers size to speed. Without `--converge`, which takes a minute and saves 0.1 %. @type {Profile} */
export const SIZE_FIRST = { optLevel: "z", llvmArgs: [], wasmOpt: [] };
/**
 * Disables passes that make a module smaller, but 3 to 10 % larger after compression: the compiler places similar functions next
 * to each other.
 */
const COMPRESSIBLE = [
  "--one-caller-inline-max-function-size=10",
  "--always-inline-max-function-size=1",
  "--skip-pass=local-cse",
  "--skip-pass=merge-similar-functions",
];

/**
 * The arguments of npx that optimize a module. No feature flags, because a module that uses all features fails in Node 20.
 * @param {Profile} profile @param {string} from @param {string} to @param {string[]} options further options
 */
export function wasmOpt({ wasmOpt }, from, to, options = []) {
  return ["wasm-opt", "-Oz", ...COMPRESSIBLE, ...wasmOpt, ...options, from, "-o", to];
}
