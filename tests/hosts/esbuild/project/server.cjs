const names = require("certcentral-revoke");
const { story } = require("./story.js");

story(names, { baseUrl: process.argv[2], apiKey: "sandbox-admin-key" }).then((told) =>
  console.log(JSON.stringify(told)),
);
