// Entry for `import`; `require` gets the same file.

export * from "./file.cjs";
