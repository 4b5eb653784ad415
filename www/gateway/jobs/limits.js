// How large a list may be. By itself, because the way in has to know it before anything of a list is read.

/** Bytes. */
export const MOST_LIST = 32 * 1024 * 1024;
