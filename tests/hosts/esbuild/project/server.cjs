const names = require("certcentral-revoke");
const { scenario } = require("./scenario.js");

scenario(names, { baseUrl: process.argv[2], apiKey: "sandbox-admin-key" }).then((results) =>
  console.log(JSON.stringify(results)),
);
