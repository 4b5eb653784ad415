// The body of a notification in each format. Slack and Teams receive plain text only: a name that contains their markup shows
// as it is, mentions no person and links to nothing.

import { wordingOf } from "./wording.js";

/** @typedef {import("./events.js").NotificationEvent} NotificationEvent */

/** Slack's limit of fields in a section. */
const MAX_FIELDS = 10;

/** @param {import("./settings.js").Format} format @param {NotificationEvent} event @param {number} time UTC milliseconds */
export function bodyOf(format, event, time) {
  switch (format) {
    case "json":
      return JSON.stringify(jsonBody(event, time));
    case "slack":
      return JSON.stringify(slackBody(event));
    case "teams":
      return JSON.stringify(teamsBody(event));
  }
}

/** @param {NotificationEvent} event @param {number} time */
function jsonBody({ type, ...data }, time) {
  return { type, timestamp: new Date(time).toISOString(), data };
}

/** @param {NotificationEvent} event */
function slackBody(event) {
  const { title, facts } = wordingOf(event);
  const fields = facts
    .slice(0, MAX_FIELDS)
    .map(([label, value]) => plainText(`${label}: ${value}`));
  const summary = [title, ...facts.map(([label, value]) => `${label}: ${value}`)].join("; ");
  return {
    // The text is shown where blocks are not, and Slack interprets these three characters in it.
    text: summary.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
    blocks: [
      { type: "header", text: plainText(title) },
      ...(fields.length > 0 ? [{ type: "section", fields }] : []),
    ],
  };
}

/** @param {string} text */
const plainText = (text) => ({ type: "plain_text", text, emoji: false });

/** A TextBlock would interpret Markdown; a TextRun does not. @param {NotificationEvent} event */
function teamsBody(event) {
  const { title, facts } = wordingOf(event);
  const line = (/** @type {object[]} */ ...inlines) => ({ type: "RichTextBlock", inlines });
  const content = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    body: [
      line({ type: "TextRun", text: title, weight: "Bolder", size: "Medium" }),
      ...facts.map(([label, value]) =>
        line(
          { type: "TextRun", text: `${label}: `, weight: "Bolder" },
          { type: "TextRun", text: value },
        ),
      ),
    ],
  };
  const contentType = "application/vnd.microsoft.card.adaptive";
  return { type: "message", attachments: [{ contentType, contentUrl: null, content }] };
}
