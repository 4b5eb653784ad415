// The OpenAPI 3.1 description of the gateway: the table of routes with its permissions, and the operation of each route. It
// describes the program and not the deployment: it contains no name, no setting and no person.

import { rolesFor } from "../auth/permissions.js";
import { ROUTES } from "../http/route-permissions.js";
import { approvals } from "./operations/approvals.js";
import { certCentral } from "./operations/certcentral.js";
import { console } from "./operations/console.js";
import { jobs } from "./operations/jobs.js";
import { notifications } from "./operations/notifications.js";
import { CHANGE_HEADERS } from "./parameters.js";
import { CHANGE, EVERY, SIGNED_IN, WITH_ID } from "./responses.js";
import { SCHEMAS } from "./schemas.js";

/** @typedef {import("../http/route-permissions.js").Permission} Permission */
/** @typedef {import("./types.js").Operation} Operation */

/** The version of the package. */
const VERSION = "0.1.0";

/** @type {import("./types.js").Operations} */
export const OPERATIONS = { ...certCentral, ...console, ...approvals, ...jobs, ...notifications };

/** @type {ReturnType<typeof buildDocument> | undefined} */
let built;

/** Returns the description. It is the same for every deployment. */
export function openApiDocument() {
  built ??= buildDocument();
  return built;
}

function buildDocument() {
  /** @type {Record<string, Record<string, object>>} */
  const paths = {};
  for (const [method, path, permission] of ROUTES) {
    const operation = OPERATIONS[`${method} ${path}`];
    if (operation === undefined) throw new TypeError(`${method} ${path} has no description`);
    const template = path.replaceAll(/:(\w+)/g, "{$1}");
    paths[template] = {
      ...paths[template],
      [method.toLowerCase()]: describe(method, operation, permission),
    };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "certcentral-revoke gateway",
      version: VERSION,
      license: { name: "MIT OR Apache-2.0", identifier: "MIT OR Apache-2.0" },
      description:
        "Revokes DigiCert CertCentral orders and certificates with an API key that only the gateway has. A 5xx response to a change means that its outcome is unknown: read the target before you send it again.",
    },
    servers: [{ url: "/" }],
    security: [{ access: [] }],
    paths,
    components: {
      schemas: SCHEMAS,
      securitySchemes: {
        access: {
          ...{ type: "apiKey", in: "header", name: "Cf-Access-Jwt-Assertion" },
          description:
            "The token that Cloudflare Access adds. A program sends the headers of its service token to Access instead.",
        },
      },
    },
  };
}

/** @param {string} method @param {Operation} operation @param {Permission} permission */
function describe(method, operation, permission) {
  const { id, summary, description, tag, parameters = [], body, responses, forwards } = operation;
  const isPublic = permission === "public";
  // What needs no sign-in changes nothing in anyone's name.
  const isChange = method !== "GET" && !isPublic;
  return {
    operationId: id,
    summary,
    description: [description, permissionText(permission)].filter(Boolean).join(" "),
    tags: [tag],
    parameters: [...parameters, ...(isChange ? CHANGE_HEADERS : [])],
    ...(body ? { requestBody: body } : {}),
    responses: {
      ...EVERY,
      ...(isPublic ? {} : SIGNED_IN),
      ...(parameters.some((parameter) => parameter.in === "path") ? WITH_ID : {}),
      ...(isChange ? CHANGE : {}),
      ...responses,
    },
    ...(isPublic ? { security: [] } : {}),
    "x-permission": permission,
    ...(forwards ? { "x-forwards-certcentral": true } : {}),
  };
}

/** @param {Permission} permission */
function permissionText(permission) {
  if (permission === "public") return "Requires no sign-in.";
  if (permission === "signed-in") return "Requires a sign-in, and no role.";
  return `Roles: ${rolesFor(permission).join(", ")}.`;
}
