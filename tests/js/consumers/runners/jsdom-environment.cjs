// Jest's jsdom lacks what every browser has: a user lends it Node's.
const { TestEnvironment } = require("jest-environment-jsdom");

module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    const { AbortController, AbortSignal, Headers, ReadableStream, Request, Response, TextDecoder, TextEncoder, fetch } = globalThis;
    Object.assign(this.global, { AbortController, AbortSignal, Headers, ReadableStream, Request, Response, TextDecoder, TextEncoder, fetch });
  }
};
