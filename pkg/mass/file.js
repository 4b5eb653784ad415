// Entry of the journal in a file: a thing of Node, Deno and Bun alone. The build turns it into `file.cjs`.

export { fileJournal } from "./journals/file.js";
