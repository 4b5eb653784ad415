// What is deployed: the app, and the Durable Object that holds the traffic of one key.

export { Account } from "./account/account.js";
export { default } from "./app.js";
