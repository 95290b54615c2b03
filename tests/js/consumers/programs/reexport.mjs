// An ES module that a CommonJS module requires.
export * from "tencent-chat-recall";
