// Settings as they were when a client was constructed.

/** A copy, so that later changes have no effect. An instance of a class is used as it is. @param {any} settings */
export function snapshot(settings) {
  try {
    const prototype = Object.getPrototypeOf(settings);
    return prototype === null || prototype === Object.prototype ? { ...settings } : settings;
  } catch {
    // No object, or one that cannot be read: the core says which.
    return settings;
  }
}
