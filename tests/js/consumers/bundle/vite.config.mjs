// For Vite's development server: forwards the reports of pages to the test.
const target = process.env.DESK;

export default {
  base: "./",
  logLevel: "warn",
  server: { host: "127.0.0.1", proxy: Object.fromEntries(["/stage", "/report", "/next", "/watch.js"].map((path) => [path, target])) },
};
