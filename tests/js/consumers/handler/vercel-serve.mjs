// Serves the function of vercel.mjs in edge-runtime.
import { runServer } from "edge-runtime";
import { edgeRuntime } from "./vercel-bundle.mjs";

const { url } = await runServer({ runtime: await edgeRuntime("vercel.mjs"), host: "127.0.0.1", port: 0 });
console.log(url);
