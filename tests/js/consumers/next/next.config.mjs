// The packages of the app lie in a folder above it; what its page tells goes to the test.
const desk = process.env.DESK;
const root = process.env.PACKAGES;

export default {
  turbopack: { root },
  outputFileTracingRoot: root,
  rewrites: async () => ["/stage", "/report", "/next"].map((source) => ({ source, destination: `${desk}${source}` })),
};
