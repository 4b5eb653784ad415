import certcentral = require("certcentral-revoke");

const [, , baseUrl = ""] = process.argv;
import("./scenario.js")
  .then(({ scenario }) => scenario(certcentral, { baseUrl, apiKey: "sandbox-admin-key" }))
  .then((results) => console.log(JSON.stringify(results)));
