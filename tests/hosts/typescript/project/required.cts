import certcentral = require("certcentral-revoke");

const [, , baseUrl = ""] = process.argv;
import("./story.js")
  .then(({ story }) => story(certcentral, { baseUrl, apiKey: "sandbox-admin-key" }))
  .then((told) => console.log(JSON.stringify(told)));
