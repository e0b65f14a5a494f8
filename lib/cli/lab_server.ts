/** Content types of the page's files, by file extension. */
const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  wasm: "application/wasm",
};

/** Content security policy of the page. index.html states it too, for other servers. */
export const LAB_POLICY = [
  ...["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'"],
  ...["style-src 'self'", "img-src 'self' blob: data:", "media-src blob:"],
  ...["worker-src 'self'", "connect-src 'self'", "base-uri 'none'"],
  ...["form-action 'none'", "frame-ancestors 'none'"],
].join("; ");

const HEADERS = {
  "content-security-policy": LAB_POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(self), microphone=(), geolocation=()",
  "cache-control": "no-cache",
};

/**
 * Answers a request for a file of the page from memory.
 *
 * @param files File contents by file name.
 */
export function labResponse(
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
  { method, url }: Pick<Request, "method" | "url">,
): Response {
  if (method !== "GET" && method !== "HEAD") {
    return new Response("only GET and HEAD\n", {
      status: 405,
      headers: { ...HEADERS, allow: "GET, HEAD" },
    });
  }
  const name = new URL(url).pathname.slice(1) || "index.html";
  const content = files.get(name);
  if (content === undefined) {
    return new Response("no such file\n", { status: 404, headers: HEADERS });
  }
  const type = TYPES[name.slice(name.lastIndexOf(".") + 1)];
  return new Response(method === "HEAD" ? null : content, {
    headers: {
      ...HEADERS,
      "content-type": type ?? "application/octet-stream",
      "content-length": String(content.length),
    },
  });
}
