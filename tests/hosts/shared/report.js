// Sends the results of a page to the runner. Copied into each project that has a page.

/** @param {Promise<Record<string, string>>} results */
export function report(results) {
  results
    .catch((error) => ({ failed: `${error.name}: ${error.message}\n${error.stack}` }))
    .then((body) => fetch("/results", { method: "POST", body: JSON.stringify(body) }));
}
