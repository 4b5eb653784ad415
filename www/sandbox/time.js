// Times as DigiCert writes them.

export const DAY = 86_400_000;

/** A moment, with an offset. @param {number} now */
export const timestamp = (now) => new Date(now).toISOString().replace(/\.\d+Z$/, "+00:00");

/** A day. @param {number} time */
export const day = (time) => new Date(time).toISOString().slice(0, 10);
