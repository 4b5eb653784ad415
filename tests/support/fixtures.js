// Reads the data files in `tests/fixtures`.

import { readFileSync } from "node:fs";

/** The body of a recorded response, as compact JSON. @param {string} name a file in `fixtures/responses`, without extension */
export const responseBody = (name) =>
  JSON.stringify(
    JSON.parse(
      readFileSync(new URL(`../fixtures/responses/${name}.json`, import.meta.url), "utf8"),
    ),
  );
