// Every kind of JavaScript value that a caller can pass, by mistake or on purpose.

import vm from "node:vm";
import * as namespace from "../support/random.js";

/** The API key of every client of the matrix. No message may contain it. */
export const KEY = ["can", "ary-key-81"].join("");

/**
 * @typedef {object} Kind
 * @property {string} name
 * @property {(field: string, value: unknown, note: () => void) => unknown} make `field` and `value` are valid for a parameter
 * that accepts an object; `note` is called when the value is used as a function
 * @property {boolean} [fields] an object with readable fields, inherited fields and getters
 * @property {boolean} [either] may also be rejected, depending on the fields that the parameter reads
 * @property {boolean} [asGetter] not a value, but a getter that throws in its place
 * @property {RegExp} [named] how a rejection must name it
 */

const WORD = { keep: "x" };

/** @param {string} field @param {unknown} value */
const plain = (field, value) => ({ [field]: value });

/** A class whose instances have a getter. @param {string} field @param {unknown} value */
function withGetter(field, value) {
  class Dto {}
  Object.defineProperty(Dto.prototype, field, { get: () => value });
  return new Dto();
}

/** @param {string} trap @returns {Kind["make"]} */
const throwingTrap = (trap) => (field, value) =>
  new Proxy(plain(field, value), {
    [trap]() {
      throw new Error("a trap");
    },
  });

/** @param {string} trap @param {boolean} fields @returns {Kind} */
const proxy = (trap, fields) => ({
  name: `Proxy, ${trap} throws`,
  make: throwingTrap(trap),
  ...(fields ? { fields } : {}),
});

function revoked() {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

const realm = vm.createContext({});

/** @type {Kind[]} */
export const KINDS = [
  { name: "a getter in its place that throws", make: () => "", asGetter: true },
  { name: "undefined", make: () => undefined },
  { name: "null", make: () => null, named: /null/ },
  { name: "true", make: () => true, named: /true/ },
  { name: "false", make: () => false, named: /false/ },
  { name: "7", make: () => 7, named: /7/ },
  { name: "0", make: () => 0, named: /0/ },
  { name: "-0", make: () => -0, named: /0/ },
  { name: "-1", make: () => -1, named: /-1/ },
  { name: "1.5", make: () => 1.5, named: /not whole|number/ },
  { name: "NaN", make: () => Number.NaN, named: /number/ },
  { name: "Infinity", make: () => Number.POSITIVE_INFINITY, named: /number/ },
  { name: "2^53", make: () => 2 ** 53, named: /number|9007199254740992|safe/ },
  { name: "7n", make: () => 7n, named: /7|bigint/ },
  { name: "-7n", make: () => -7n, named: /7|bigint/ },
  { name: "2n ** 64n", make: () => 2n ** 64n, named: /bigint|18446744073709551616/ },
  { name: '""', make: () => "", named: /""|empty|text|string/ },
  { name: '"7"', make: () => "7", named: /"7"|string|text/ },
  { name: '"some text"', make: () => "some text", named: /some text|string|text/ },
  { name: "text with a lone surrogate", make: () => "x\ud800", named: /UTF-16|string|text/ },
  { name: "text of 1 MB", make: () => "x".repeat(1_000_000), named: /text|string/ },
  { name: "text with the key", make: () => `my ${KEY}` },
  { name: "Symbol", make: () => Symbol("x"), named: /symbol/ },
  { name: "function", make: (_field, _value, note) => () => note(), named: /function/ },
  {
    name: "class",
    make: (_field, _value, note) =>
      // biome-ignore lint/complexity/noStaticOnlyClass: a call would throw, so being accepted counts as use
      class {
        static {
          note();
        }
      },
    named: /function/,
  },
  { name: "[]", make: () => [], named: /array/ },
  { name: "array with the field", make: (field, value) => [field, value], named: /array/ },
  // biome-ignore lint/suspicious/noSparseArray: that is the kind
  { name: "sparse array", make: () => [, 7], named: /array/ },
  { name: "array of 2^32-1 holes", make: () => new Array(2 ** 32 - 1), named: /array/ },
  {
    name: "array with a getter",
    make: () =>
      Object.defineProperty([7], 0, {
        get() {
          throw new Error("a getter");
        },
      }),
    named: /array/,
  },
  {
    name: "Proxy of an array",
    make: () =>
      new Proxy([7], {
        get() {
          throw new Error("a trap");
        },
      }),
    named: /array/,
  },
  { name: "Promise", make: async (field, value) => plain(field, value), named: /Promise/ },
  { name: "thenable", make: (field, value) => thenable(plain(field, value)), named: /Promise/ },
  { name: "Map", make: (field, value) => new Map([[field, value]]), named: /Map/ },
  { name: "Set", make: (_field, value) => new Set([value]), named: /Set/ },
  { name: "WeakMap", make: () => new WeakMap(), named: /another kind/ },
  { name: "WeakSet", make: () => new WeakSet(), named: /another kind/ },
  { name: "Date", make: () => new Date(0), named: /Date/ },
  { name: "RegExp", make: () => /x/, named: /RegExp/ },
  { name: "Error", make: () => new TypeError("x"), named: /Error/ },
  { name: "String object", make: () => new String("7"), named: /String/ },
  { name: "Number object", make: () => new Number(7), named: /Number/ },
  { name: "Boolean object", make: () => new Boolean(true), named: /Boolean/ },
  { name: "BigInt object", make: () => Object(7n), named: /another kind/ },
  { name: "{}", make: () => ({}) },
  { name: "object", make: plain, fields: true },
  {
    name: "frozen object",
    make: (field, value) => Object.freeze(plain(field, value)),
    fields: true,
  },
  {
    name: "null prototype",
    make: (field, value) => Object.assign(Object.create(null), plain(field, value)),
    fields: true,
  },
  {
    name: "inherited field",
    make: (field, value) => Object.create(plain(field, value)),
    fields: true,
  },
  {
    name: "hidden field",
    make: (field, value) => Object.defineProperty({}, field, { value }),
    fields: true,
  },
  { name: "class with a getter", make: withGetter, fields: true },
  {
    name: "class without the field",
    make: () =>
      new (class Other {
        other = 1;
      })(),
  },
  { name: "object of another realm", make: (field, value) => foreign(field, value), fields: true },
  {
    name: "misspelled field",
    make: (field, value) => ({ ...plain(field, value), [`${field}x`]: value }),
  },
  {
    name: "symbol as field",
    make: (field, value) => ({ ...plain(field, value), [Symbol("x")]: 1 }),
  },
  {
    name: "getter that throws",
    make: (field) =>
      Object.defineProperty({}, field, {
        enumerable: true,
        get() {
          throw new Error("a getter");
        },
      }),
  },
  {
    name: "getter that rejects",
    make: (field) => ({
      get [field]() {
        return Promise.reject(new Error("an unhandled rejection"));
      },
    }),
  },
  {
    name: "transparent Proxy",
    make: (field, value) => new Proxy(plain(field, value), {}),
    fields: true,
  },
  proxy("get", false),
  { ...proxy("has", true), either: true },
  proxy("ownKeys", false),
  proxy("getPrototypeOf", false),
  proxy("getOwnPropertyDescriptor", true),
  proxy("set", true),
  { name: "revoked Proxy", make: revoked },
  { name: "Response", make: () => new Response("{}"), named: /Response/ },
  { name: "Request", make: () => new Request("http://localhost/"), named: /Request/ },
  { name: "Headers", make: () => new Headers(), named: /Headers/ },
  { name: "FormData", make: () => new FormData(), named: /FormData/ },
  { name: "URL", make: () => new URL("http://localhost/"), named: /URL/ },
  { name: "URLSearchParams", make: () => new URLSearchParams("a=b"), named: /URLSearchParams/ },
  { name: "Blob", make: () => new Blob(["x"]), named: /Blob/ },
  { name: "ArrayBuffer", make: () => new ArrayBuffer(2), named: /ArrayBuffer/ },
  { name: "Uint8Array", make: () => new Uint8Array(2), named: /Uint8Array/ },
  { name: "DataView", make: () => new DataView(new ArrayBuffer(2)), named: /another kind/ },
  { name: "AbortSignal", make: () => AbortSignal.abort(), named: /AbortSignal/ },
  { name: "AbortController", make: () => new AbortController(), named: /AbortController/ },
  { name: "generator", make: () => generate(), named: /another kind/ },
  { name: "iterator", make: () => [7][Symbol.iterator](), named: /another kind/ },
  { name: "module namespace", make: () => namespace },
  {
    name: "arguments",
    make() {
      // biome-ignore lint/complexity/noArguments: that is the kind
      return arguments;
    },
  },
];

function* generate() {
  yield WORD;
}

/** @param {object} value */
function thenable(value) {
  // biome-ignore lint/suspicious/noThenProperty: that is the kind
  return Object.assign(value, { then() {} });
}

/** @param {string} field @param {unknown} value */
function foreign(field, value) {
  const object = vm.runInContext("({})", realm);
  object[field] = value;
  return object;
}
