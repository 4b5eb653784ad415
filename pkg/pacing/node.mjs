// Entry for `import` in Node, Deno and Bun; `require` gets the same file, and so the same classes.

export * from "./node.cjs";
