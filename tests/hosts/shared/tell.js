// Carries a page's story to the runner. Copied into each project that has a page.

/** @param {Promise<Record<string, string>>} told */
export function tell(told) {
  told
    .catch((error) => ({ failed: `${error.name}: ${error.message}\n${error.stack}` }))
    .then((body) => fetch("/told", { method: "POST", body: JSON.stringify(body) }));
}
