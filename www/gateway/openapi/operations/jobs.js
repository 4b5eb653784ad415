// The operations of bulk revocation.

import { EMPTY, LIST, NEW, PAGE, SETTINGS, START } from "../../routes/jobs.js";
import { JOB_ID } from "../parameters.js";
import { CONFLICT, empty, json, problem, ref, text } from "../responses.js";
import { list, object } from "../schemas.js";
import { jsonSchemaOf, queryParameters } from "../valibot.js";

/** @typedef {import("../types.js").Operation} Operation */

const TAG = /** @type {const} */ ("Bulk revocation");
const NO_JOB = { 404: problem("There is no such list.") };
const JOB = ref("Job");

/** @param {import("valibot").GenericSchema} schema @param {boolean} [required] */
const bodyOf = (schema, required = true) => ({
  required,
  content: { "application/json": { schema: jsonSchemaOf(schema) } },
});

/** @param {string} id @param {string} summary @param {string} done @returns {Operation} */
function act(id, summary, done) {
  return {
    ...{ id, summary, tag: TAG, parameters: [JOB_ID], body: bodyOf(EMPTY, false) },
    responses: { 202: json(done, JOB), ...NO_JOB, ...CONFLICT },
  };
}

/** @param {string} id @param {string} summary @param {import("../types.js").Response} file @returns {Operation} */
function download(id, summary, file) {
  return { id, summary, tag: TAG, parameters: [JOB_ID], responses: { 200: file, ...NO_JOB } };
}

const NO_REPORT = { 409: problem("The list is neither rehearsed nor started.") };
const report = download(
  "getReportJson",
  "Downloads the report as JSON",
  json("The report with every order.", { type: "object" }),
);
const reportCsv = download(
  "getReportCsv",
  "Downloads the report as CSV",
  text("The report with every order.", "text/csv"),
);
/** Operations on the job of a response, for clients that follow links. */
const LINKS = Object.fromEntries(
  [
    ...["getJob", "removeJob", "configureJob", "planJob", "rehearseJob", "startJob", "pauseJob"],
    ...["resumeJob", "cancelJob", "listJobOrders", "getReportCsv", "getReportJson", "getJournal"],
  ].map((operationId) => [operationId, { operationId, parameters: { id: "$response.body#/id" } }]),
);

/** @type {import("../types.js").Operations} */
export const jobs = {
  "GET /console/jobs": {
    ...{ id: "listJobs", tag: TAG, summary: "Lists jobs, newest first" },
    parameters: queryParameters(LIST, {
      offset: "The number of jobs to skip.",
      limit: "The maximum number of jobs, 1 to 500.",
    }),
    responses: {
      200: json(
        "A page of jobs.",
        object({ jobs: list(ref("JobSummary")), total: { type: "integer", minimum: 0 } }),
      ),
      400: problem("A query parameter is invalid."),
    },
  },
  "POST /console/jobs": {
    ...{ id: "createJob", tag: TAG, summary: "Creates a job from a list of orders" },
    description:
      "Any content type is accepted; `format` selects the format if the list itself does not show it.",
    parameters: queryParameters(NEW, {
      name: "The name of the list.",
      format: "The format of the list.",
    }),
    body: {
      required: true,
      content: { "text/plain": { schema: { type: "string" }, example: "order_id\n123456789\n" } },
    },
    responses: {
      201: { ...json("The job.", JOB), links: LINKS },
      409: problem("The first upload with this `Idempotency-Key` had no effect. Send it again."),
      422: problem(
        "Rows of the list are invalid, or the `Idempotency-Key` belongs to another change.",
      ),
    },
  },
  "GET /console/jobs/:id": {
    ...{ id: "getJob", tag: TAG, summary: "Reads a job", parameters: [JOB_ID] },
    responses: { 200: json("The job.", JOB), ...NO_JOB },
  },
  "DELETE /console/jobs/:id": {
    ...{ id: "removeJob", tag: TAG, summary: "Removes a job that was never started" },
    ...{ parameters: [JOB_ID], body: bodyOf(EMPTY, false) },
    responses: { 204: empty("The job is removed."), ...NO_JOB, ...CONFLICT },
  },
  "PUT /console/jobs/:id/settings": {
    ...{ id: "configureJob", tag: TAG, summary: "Sets reason, comment and deadline" },
    description: "The plan and a pending proposal become void.",
    ...{ parameters: [JOB_ID], body: bodyOf(SETTINGS) },
    responses: { 200: json("The job.", JOB), ...NO_JOB, ...CONFLICT },
  },
  "POST /console/jobs/:id/plan": act(
    "planJob",
    "Plans a job: reads its orders and sends no revocation",
    "The plan begins.",
  ),
  "POST /console/jobs/:id/rehearse": act(
    "rehearseJob",
    "Rehearses the run: sends nothing",
    "The rehearsal begins.",
  ),
  "POST /console/jobs/:id/start": {
    ...{ id: "startJob", tag: TAG, summary: "Starts the run, or proposes its start" },
    description:
      "`count` confirms the number of orders to revoke. `breakGlass` says why the revocation limit is to be passed with a second person.",
    ...{ parameters: [JOB_ID], body: bodyOf(START) },
    responses: {
      201: json("A proposal: a second person must approve the start.", ref("CreatedRequest")),
      202: json(
        "The run begins, or its certificates are counted again before.",
        object({ id: { type: "string" }, state: { enum: ["running", "starting"] } }),
      ),
      ...NO_JOB,
      ...CONFLICT,
    },
  },
  "POST /console/jobs/:id/pause": act(
    "pauseJob",
    "Pauses the run",
    "No further revocation is sent.",
  ),
  "POST /console/jobs/:id/resume": act("resumeJob", "Resumes the run", "The run continues."),
  "POST /console/jobs/:id/cancel": act(
    "cancelJob",
    "Ends the run",
    "No further revocation is sent.",
  ),
  "GET /console/jobs/:id/orders": {
    ...{ id: "listJobOrders", tag: TAG, summary: "Lists the orders of a job with their state" },
    parameters: [
      JOB_ID,
      ...queryParameters(PAGE, {
        state: "States, separated by commas.",
        offset: "The number of rows to skip.",
        limit: "The maximum number of rows, up to 1000.",
      }),
    ],
    responses: {
      200: json("A page of orders.", ref("JobOrders")),
      400: problem("A query parameter is invalid."),
      ...NO_JOB,
    },
  },
  "GET /console/jobs/:id/report.csv": {
    ...reportCsv,
    responses: { ...reportCsv.responses, ...NO_REPORT },
  },
  "GET /console/jobs/:id/report.json": {
    ...report,
    responses: { ...report.responses, ...NO_REPORT },
  },
  "GET /console/jobs/:id/journal.jsonl": download(
    "getJournal",
    "Downloads the journal of the run",
    text("One event a line.", "application/jsonl"),
  ),
};
