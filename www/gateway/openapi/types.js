// The parts of an OpenAPI 3.1 description that the operations consist of.

/** @typedef {Record<string, any>} JsonSchema */
/** @typedef {{ name: string, in: "query" | "path" | "header", description: string, required: boolean, schema: JsonSchema }} Parameter */
/** @typedef {{ schema: JsonSchema, example?: unknown }} MediaType */
/** @typedef {{ description: string, content?: Record<string, MediaType>, headers?: Record<string, object>, links?: Record<string, object> }} Response */

/**
 * An operation without what all operations of its kind have in common (`document.js` adds that).
 * @typedef {object} Operation
 * @property {string} id
 * @property {string} summary
 * @property {string} [description]
 * @property {"CertCentral" | "Console" | "Holds" | "Proposals" | "Stop button" | "Bulk revocation" | "Audit log" | "Notifications"} tag
 * @property {Parameter[]} [parameters]
 * @property {{ required: boolean, content: Record<string, MediaType> }} [body]
 * @property {Record<number, Response>} responses
 * @property {boolean} [forwards] whether CertCentral's response is forwarded, with any status and body
 */
/** Operations by method and path as in the table of routes: `GET /console/jobs/:id`. @typedef {Record<string, Operation>} Operations */

export {};
