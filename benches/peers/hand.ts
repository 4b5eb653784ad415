// Hand-written TypeScript, as a careful developer writes it without a library.

import {
  type ApiError,
  type CheckedRequest,
  type CheckedRequester,
  invalid,
  isDigits,
  MAX_ID,
  type Options,
  type Peer,
  REASONS,
  reader,
  wire,
} from "./protocol.ts";

const KNOWN = new Set(["revocationReason", "comment", "skipApproval"]);
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

export const build: Peer["build"] = (orderId, options = {}) => {
  const issues: string[] = [];
  const id = idOf(orderId);
  if (id === undefined) issues.push("orderId must be a whole number from 1 to 2^64-1");
  if (!isRecord(options)) throw invalid([...issues, "options must be an object"]);
  for (const name of Object.keys(options)) {
    if (!KNOWN.has(name)) issues.push(`${name} is not a known field`);
  }
  const { revocationReason, comment, skipApproval } = options as Options;
  if (revocationReason !== undefined && !(REASONS as readonly unknown[]).includes(revocationReason))
    issues.push(`revocationReason must be one of ${REASONS.join(", ")}`);
  if (comment !== undefined && typeof comment !== "string") issues.push("comment must be a string");
  if (skipApproval !== undefined && typeof skipApproval !== "boolean")
    issues.push("skipApproval must be true or false");
  if (id === undefined || issues.length > 0) throw invalid(issues);
  return wire(id, { revocationReason, comment, skipApproval });
};

export const parse = reader(requestOf, errorsOf);

function idOf(value: unknown): string | undefined {
  if (typeof value === "number")
    return Number.isSafeInteger(value) && value > 0 ? String(value) : undefined;
  if (typeof value === "bigint") return value > 0n && value <= MAX_ID ? String(value) : undefined;
  return typeof value === "string" && isDigits(value) ? value : undefined;
}

function requestOf(json: unknown): CheckedRequest | undefined {
  if (!isRecord(json)) return undefined;
  const { id, date, type, status, requester, comments } = json;
  const right =
    isId(id) &&
    typeof date === "string" &&
    MOMENT.test(date) &&
    type === "revoke" &&
    typeof status === "string" &&
    (requester === undefined || requester === null || isRequester(requester)) &&
    isTextOrNothing(comments);
  return right ? { id, date, type, status, requester, comments } : undefined;
}

function isRequester(value: unknown): value is CheckedRequester {
  return (
    isRecord(value) &&
    isId(value.id) &&
    isTextOrNothing(value.first_name) &&
    isTextOrNothing(value.last_name) &&
    isTextOrNothing(value.email)
  );
}

function errorsOf(json: unknown): ApiError[] | undefined {
  if (!isRecord(json) || !Array.isArray(json.errors) || json.errors.length === 0) return undefined;
  const right = json.errors.every(
    (error: unknown) =>
      isRecord(error) &&
      typeof error.code === "string" &&
      (error.message === undefined || typeof error.message === "string"),
  );
  return right ? json.errors : undefined;
}

function isId(value: unknown): value is number | string {
  return (typeof value === "number" || typeof value === "string") && idOf(value) !== undefined;
}

function isTextOrNothing(value: unknown): value is string | null | undefined {
  return value === undefined || value === null || typeof value === "string";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
