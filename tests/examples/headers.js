// The security headers of all answers of both examples.

/**
 * The page's content security policy, restricted further: it can only connect to its own server, and no other site can frame it. The hash is
 * that of the page's import map.
 */
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-QCbg9jfg+RzYV4j/VgLH1yxlFyPCvRpkLOlG5PD6deM='; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** Returns the response with these headers. @param {Response} response */
export function guarded(response) {
  const copy = new Response(response.body, response);
  for (const [name, value] of Object.entries(HEADERS)) copy.headers.set(name, value);
  return copy;
}
