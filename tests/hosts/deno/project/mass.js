import { consumeMass } from "./consume-mass.js";

const [, , baseUrl = ""] = process.argv;
console.log(JSON.stringify(await consumeMass({ baseUrl, apiKey: "sandbox-admin-key" })));
