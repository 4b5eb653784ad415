// Converts the schemas that the routes validate with to JSON Schema, so that description and validation cannot differ.

import { toJsonSchema } from "@valibot/to-json-schema";

/** @typedef {import("./types.js").Parameter} Parameter */

/** @param {import("valibot").GenericSchema} schema @returns {Record<string, any>} the schema of its input */
export function jsonSchemaOf(schema) {
  // Transformations, such as trimming, do not change what is accepted in a way that JSON Schema can express.
  const { $schema, ...converted } = toJsonSchema(schema, {
    typeMode: "input",
    errorMode: "ignore",
  });
  return converted;
}

/**
 * Converts a schema of query parameters.
 * @param {import("valibot").GenericSchema} schema @param {Record<string, string>} descriptions of every parameter
 * @returns {Parameter[]}
 */
export function queryParameters(schema, descriptions) {
  const { properties, required = [] } = jsonSchemaOf(schema);
  return Object.entries(properties).map(([name, property]) => {
    const description = descriptions[name];
    if (description === undefined)
      throw new TypeError(`the query parameter ${name} has no description`);
    return { name, in: "query", description, required: required.includes(name), schema: property };
  });
}
