const names = require("certcentral-revoke/mass");

import("./mass-story.js")
  .then(({ massStory }) =>
    massStory(names, { baseUrl: process.argv[2], apiKey: "sandbox-admin-key" }),
  )
  .then((told) => console.log(JSON.stringify(told)));
