// A copy of the settings of a client.

/** Copies settings, so that later changes have no effect. An instance of a class is not copied. @param {any} settings */
export function snapshot(settings) {
  try {
    const prototype = Object.getPrototypeOf(settings);
    if (prototype !== null && prototype !== Object.prototype) return settings;
    // Not `{ ...settings }`, which loses properties that are not enumerable.
    return Object.fromEntries(Reflect.ownKeys(settings).map((key) => [key, settings[key]]));
  } catch {
    // Not an object, or an unreadable one: the core reports it.
    return settings;
  }
}
