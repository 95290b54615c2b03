// Jest's jsdom lacks globals that every browser has: this environment adds those of Node.
const { TestEnvironment } = require("jest-environment-jsdom");

module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    const { AbortController, AbortSignal, Headers, ReadableStream, Request, Response, TextDecoder, TextEncoder, fetch } = globalThis;
    Object.assign(this.global, { AbortController, AbortSignal, Headers, ReadableStream, Request, Response, TextDecoder, TextEncoder, fetch });
  }
};
