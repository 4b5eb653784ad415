const names = require("certcentral-revoke/mass");

import("./bulk-scenario.js")
  .then(({ bulkScenario }) =>
    bulkScenario(names, { baseUrl: process.argv[2], apiKey: "sandbox-admin-key" }),
  )
  .then((results) => console.log(JSON.stringify(results)));
