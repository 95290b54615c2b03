// Sends the test's settings to a function in edge-runtime, and prints its answer.
import { edgeRuntime } from "./vercel-bundle.mjs";

const runtime = await edgeRuntime("vercel.mjs");
const answer = await runtime.dispatchFetch("http://consumer.test/", { method: "POST", body: process.argv[2] });
process.stdout.write(await answer.text());
