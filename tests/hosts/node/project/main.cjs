const names = require("certcentral-revoke");

import("./scenario.js")
  .then(({ scenario }) =>
    scenario(names, { baseUrl: process.argv[2], apiKey: "sandbox-admin-key" }),
  )
  .then((results) => console.log(JSON.stringify(results)));
