import { consume } from "./consume-inline.js";

const [, , baseUrl = ""] = process.argv;
console.log(JSON.stringify(await consume({ baseUrl, apiKey: "sandbox-admin-key" })));
