const names = require("certcentral-revoke");

import("./story.js")
  .then(({ story }) => story(names, { baseUrl: process.argv[2], apiKey: "sandbox-admin-key" }))
  .then((told) => console.log(JSON.stringify(told)));
