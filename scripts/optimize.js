// How the modules are optimized: the profiles of the compiler and of wasm-opt.

/**
 * How a module is optimized: in place of the `opt-level` of `Cargo.toml`, options for LLVM, and options for wasm-opt. LLVM
 * promises nothing about its options, so the budgets above hold the size and `npm run bench -- speed` shows the time.
 * @typedef {{ optLevel: string, llvmArgs: string[], wasmOpt: string[] }} Profile
 */
/**
 * Nearly as fast as `3` and as small as `z`, once less is copied: inlining (the second threshold is for what has
 * `#[inline]`), unrolled loops, and comparisons of short texts by 64-bit constants.
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
/** Size before speed. No `--converge`: it takes a minute, for a thousandth of the size. @type {Profile} */
export const MANY_ORDERS = { optLevel: "z", llvmArgs: [], wasmOpt: [] };
/**
 * What these would do makes a module smaller and harder to compress, by 3 to 10 %: the compiler has put functions that are
 * alike next to each other.
 */
const COMPRESSIBLE = [
  "--one-caller-inline-max-function-size=10",
  "--always-inline-max-function-size=1",
  "--skip-pass=local-cse",
  "--skip-pass=merge-similar-functions",
];

/**
 * The command that optimizes a module. No feature flags: all of them together make a module that Node 20 refuses.
 * @param {Profile} profile @param {string} from @param {string} to @param {string[]} options more of them
 */
export function wasmOpt({ wasmOpt }, from, to, options = []) {
  return ["wasm-opt", "-Oz", ...COMPRESSIBLE, ...wasmOpt, ...options, from, "-o", to];
}
