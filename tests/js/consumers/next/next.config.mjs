// The app's packages are in a parent folder. Reports of its page go to the test.
const desk = process.env.DESK;
const root = process.env.PACKAGES;

export default {
  turbopack: { root },
  outputFileTracingRoot: root,
  rewrites: async () => ["/stage", "/report", "/next"].map((source) => ({ source, destination: `${desk}${source}` })),
};
