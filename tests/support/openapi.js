// Checks responses of the gateway against its description. The harnesses of the gateway's tests check every response with it.

import assert from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import { openApiDocument } from "../../www/gateway/openapi/document.js";

/** @typedef {{ status: number, type: string | null, text: string }} Seen */
/** @typedef {{ method: string, template: string, pattern: RegExp, operation: any }} Described */

export const description = /** @type {any} */ (openApiDocument());

const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
ajv.addKeyword("components");
ajv.addSchema({ $id: "gateway", components: description.components }, "gateway");

/** Every operation, paths without parameters first. @type {Described[]} */
export const described = Object.entries(description.paths)
  .flatMap(([template, operations]) =>
    Object.entries(/** @type {Record<string, any>} */ (operations)).map(([method, operation]) => ({
      method: method.toUpperCase(),
      template,
      operation,
      pattern: patternOf(template, operation.parameters),
    })),
  )
  .sort((one, other) => one.template.split("{").length - other.template.split("{").length);

/** @param {string} template @param {any[]} parameters */
function patternOf(template, parameters) {
  const source = template.replaceAll(".", "\\.").replaceAll(/\{(\w+)\}/g, (_, name) => {
    const { schema } = parameters.find((parameter) => parameter.name === name);
    return schema.pattern.slice(1, -1);
  });
  return new RegExp(`^${source}$`);
}

/** @param {string} method @param {string} path without a query */
export function operationFor(method, path) {
  return described.find((known) => known.method === method && known.pattern.test(path));
}

/** @type {WeakMap<object, import("ajv").ValidateFunction>} */
const validators = new WeakMap();

/** @param {object} schema */
function validatorOf(schema) {
  const known = validators.get(schema);
  if (known) return known;
  const text = JSON.stringify(schema).replaceAll('"#/components/', '"gateway#/components/');
  const validate = ajv.compile(JSON.parse(text));
  validators.set(schema, validate);
  return validate;
}

/** Compiles a schema of the description. Throws if it is invalid. @param {object} schema */
export const compile = (schema) => validatorOf(schema);

/**
 * Asserts that a response is described: its status, its content type, and its body.
 * @param {string} method @param {string} url @param {Seen} seen
 */
export function assertDescribed(method, url, { status, type, text }) {
  const { pathname } = new URL(url, "http://gateway");
  const found = operationFor(method, pathname);
  if (!found) return;
  const { operation, template } = found;
  const title = `${method} ${template}: ${status}`;
  const response = operation.responses[status];
  // CertCentral's responses are forwarded with any status.
  if (!response && operation["x-forwards-certcentral"]) return;
  assert.ok(response, `${title} is not described: ${text.slice(0, 300)}`);
  const content = response.content;
  if (!content) return assert.equal(text, "", `${title} has no body`);
  const [media = ""] = (type ?? "").split(";");
  assert.ok(content[media], `${title} is not described as ${media}`);
  if (!/json$/.test(media)) return;
  const validate = validatorOf(content[media].schema);
  assert.ok(validate(JSON.parse(text)), `${title}: ${ajv.errorsText(validate.errors)}: ${text}`);
}
