// Size limits of requests to the gateway.

/** Characters. */
export const MAX_PATH_LENGTH = 256;
/** Characters. */
export const MAX_QUERY_LENGTH = 2048;
/** Bytes. */
export const MAX_BODY_BYTES = 64 * 1024;
/** Bytes of an uploaded list. */
export const MAX_LIST_BYTES = 32 * 1024 * 1024;
