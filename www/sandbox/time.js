// Formats times as DigiCert does.

export const DAY_MS = 86_400_000;

/** Date and time with an offset. @param {number} now UTC milliseconds */
export const timestamp = (now) => new Date(now).toISOString().replace(/\.\d+Z$/, "+00:00");

/** Date without a time. @param {number} time UTC milliseconds */
export const day = (time) => new Date(time).toISOString().slice(0, 10);
