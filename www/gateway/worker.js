// The entry point of the Worker: the app, and the Durable Object that sends every request of the account.

export { Account } from "./account/account.js";
export { default } from "./app.js";
