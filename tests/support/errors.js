// Returns the error of a failing call.

/** @param {(() => unknown) | Promise<unknown>} act @returns {Promise<any>} */
export async function errorFrom(act) {
  try {
    await (typeof act === "function" ? act() : act);
  } catch (error) {
    return error;
  }
  throw new Error("no error was thrown");
}
