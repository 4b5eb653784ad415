// Settings of clients in tests.

/** The API key of the tests. No output, error, log or memory of the core may contain it. */
export const CANARY = "canary-key-Zq81xT5";
/** Waits of a few milliseconds. */
export const FAST_RETRY = { settleMs: 5, backoffMs: 1, maxBackoffMs: 2, reads: 2 };
