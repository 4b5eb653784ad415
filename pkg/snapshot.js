// Settings as they were when a client was constructed.

/** A copy, so that later changes have no effect. An instance of a class is used as it is. @param {any} settings */
export function snapshot(settings) {
  try {
    const prototype = Object.getPrototypeOf(settings);
    if (prototype !== null && prototype !== Object.prototype) return settings;
    // Not `{ ...settings }`, which loses properties that are not enumerable.
    return Object.fromEntries(Reflect.ownKeys(settings).map((key) => [key, settings[key]]));
  } catch {
    // No object, or one that cannot be read: the core says which.
    return settings;
  }
}
