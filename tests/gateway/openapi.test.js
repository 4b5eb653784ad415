// The description of the gateway: it has every route of the app with its permission and no other, and its schemas are valid. Its
// responses: openapi-responses.test.js.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import worker from "../../www/gateway/app.js";
import { ROUTES, requiredPermission } from "../../www/gateway/http/route-permissions.js";
import { OPERATIONS } from "../../www/gateway/openapi/document.js";
import { compile, described, description } from "../support/openapi.js";

/** The regular expression of a path parameter in Hono's form, which may contain one level of braces. */
const PARAMETER = /:(\w+)(?:\{((?:[^{}]|\{[^{}]*\})*)\})?/g;
/** @param {string} path */
const templateOf = (path) => path.replaceAll(PARAMETER, "{$1}").replace(/(?<=.)\/$/, "");

test("app, permissions and description have the same routes", () => {
  const titles = (/** @type {string[][]} */ rows) => rows.map((row) => row.join(" ")).sort();
  const inDocument = titles(described.map(({ method, template }) => [method, template]));
  const inTable = ROUTES.map(([method, path]) => [method, templateOf(path)]);
  assert.deepEqual(inDocument, titles(inTable));
  const operations = titles(ROUTES.map(([method, path]) => [method, path]));
  assert.deepEqual(Object.keys(OPERATIONS).sort(), operations);
  // `app.all` is the response for unknown paths; `*` serves the page's files.
  const inApp = worker.routes.filter(
    ({ method, path }) => method !== "ALL" && !["/*", "*"].includes(path),
  );
  const templates = inApp.map(({ method, path }) => [method, templateOf(path)]);
  assert.deepEqual([...new Set(titles(templates))], inDocument);
});

test("path parameters have the patterns of the app's routes", () => {
  let compared = 0;
  for (const { method, path } of worker.routes) {
    for (const [, name, pattern] of path.matchAll(PARAMETER)) {
      if (pattern === undefined) continue;
      const found = described.find(
        (known) => known.method === method && known.template === templateOf(path),
      );
      const parameters = found?.operation.parameters ?? [];
      const { schema } = parameters.find((/** @type {any} */ one) => one.name === name) ?? {};
      assert.equal(schema?.pattern, `^${pattern}$`, `${method} ${path}`);
      compared += 1;
    }
  }
  assert.ok(compared >= 15);
});

test("the description has the permission of each route", () => {
  for (const { method, template, operation } of described) {
    const permission = requiredPermission(method, template.replaceAll(/\{\w+\}/g, "1"));
    assert.equal(operation["x-permission"], permission, template);
    const isPublic = permission === "public";
    assert.equal(operation.security?.length === 0, isPublic, template);
    assert.equal("401" in operation.responses, !isPublic, template);
    if (isPublic || permission === "signed-in") continue;
    const [, roles = ""] = /Roles: (.+)\.$/.exec(operation.description) ?? [];
    for (const role of ["viewer", "submitter", "approver", "admin"]) {
      const may = rolesAllowed(permission).includes(role);
      assert.equal(roles.split(", ").includes(role), may, `${template} ${role}`);
    }
  }
});

/** The roles by permission, written out. @param {string | undefined} permission */
function rolesAllowed(permission) {
  switch (permission) {
    case "read":
    case "freeze":
      return ["viewer", "submitter", "approver", "admin"];
    case "revoke":
    case "mass":
      return ["submitter", "admin"];
    case "decide":
    case "release":
      return ["approver", "admin"];
    case "hold":
    case "auditLog":
    case "notify":
      return ["admin"];
  }
  throw new Error(`${permission} is not in this table: add it`);
}

test("every schema, reference and link of the description is valid", () => {
  const ids = described.map(({ operation }) => operation.operationId);
  assert.equal(new Set(ids).size, ids.length);
  for (const schema of Object.values(description.components.schemas)) compile(schema);
  for (const { template, operation } of described) {
    const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const inPath = operation.parameters.filter((/** @type {any} */ one) => one.in === "path");
    assert.deepEqual(
      inPath.map((/** @type {any} */ one) => one.name),
      names,
    );
    for (const { schema } of operation.parameters) compile(schema);
    for (const { schema } of Object.values(operation.requestBody?.content ?? {})) compile(schema);
    for (const response of Object.values(operation.responses)) {
      for (const { schema } of Object.values(response.content ?? {})) compile(schema);
      for (const { operationId } of Object.values(response.links ?? {}))
        assert.ok(ids.includes(operationId), operationId);
    }
  }
  const { version } = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  );
  assert.deepEqual([description.openapi, description.info.version], ["3.1.0", version]);
});
