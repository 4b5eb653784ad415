// The path parameters and headers that several operations share.

/** @typedef {import("./types.js").Parameter} Parameter */

/** @param {string} name @param {string} description @param {string} pattern @param {string} example @returns {Parameter} */
const pathParameter = (name, description, pattern, example) => ({
  ...{ name, in: "path", description, required: true },
  schema: { type: "string", pattern: `^${pattern}$`, examples: [example] },
});

const ID = "[1-9][0-9]{0,19}";

export const ORDER_ID = pathParameter("id", "The order id.", ID, "123456789");
export const REQUEST_ID = pathParameter(
  "id",
  "The id of an approval request or a proposal.",
  ID,
  "12345",
);
export const CERTIFICATE = pathParameter(
  "id",
  "The certificate id, or its serial number in hexadecimal digits.",
  "[0-9A-Fa-f]{1,40}",
  "1234567890",
);
export const PROPOSAL_ID = pathParameter(
  "id",
  "The request id of a proposal.",
  "9[0-9]{15}",
  "9000000000000001",
);
export const JOB_ID = pathParameter(
  "id",
  "The job id.",
  "[0-9a-f-]{36}",
  "01234567-89ab-cdef-0123-456789abcdef",
);

/** Of every change. @type {Parameter[]} */
export const CHANGE_HEADERS = [
  {
    ...{ name: "X-DC-DEVKEY", in: "header", required: true },
    description:
      "Any value, which is never read. Pages of other sites cannot send it. `X-CertCentral-Console` has the same effect.",
    schema: { type: "string", examples: ["none"] },
  },
  {
    ...{ name: "Idempotency-Key", in: "header", required: false },
    description:
      "The same change with the same key is executed once within a day; the response of the first request is repeated.",
    schema: { type: "string", pattern: "^[!-~]{8,100}$" },
  },
];
