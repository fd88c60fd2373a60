// Lets the edition be read without a network. The network is asked first, so that nothing old is shown; what it gave
// is kept and answers where there is no network, or where it is slow. The version is a digest of all files: a new
// release is another script, which takes over what was kept.
"use strict";

const VERSION = "{{ version }}";
const FILES = new Set({{ files|safe }});
const PAGE = {{ page|safe }};
const SITE = registration.scope;
const OURS = `edition ${SITE} `;
const NAME = OURS + VERSION;
const PATIENCE = 4000; // milliseconds

// The file that an address means; hosts leave out index.html, and some .html.
function fileOf(address) {
  const path = decodeURI(address.slice(SITE.length).replace(/[?#].*/, ""));
  return [path, `${path}.html`, `${path}index.html`].find((name) => FILES.has(name));
}

async function keep(name, response) {
  // A browser does not take a kept answer that was redirected.
  const plain = response.redirected ? new Response(await response.blob(), response) : response;
  await (await caches.open(NAME)).put(SITE + name, plain);
}

async function fetchAll(names) {
  for (const name of names) {
    const response = await fetch(SITE + name, { cache: "no-cache" });
    if (!response.ok) throw new Error(`${response.status} ${name}`);
    await keep(name, response);
  }
}

async function keptNames(cache) {
  return (await (await caches.open(cache)).keys()).map((request) => request.url.slice(SITE.length));
}

// What was kept of another release is kept of this one too, and only then given up.
async function takeOver() {
  const older = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== NAME);
  const names = (await Promise.all(older.map(keptNames))).flat();
  await fetchAll(new Set(names.filter((name) => FILES.has(name))));
  await Promise.all(older.map((name) => caches.delete(name)));
}

async function answer(event) {
  const { request } = event;
  const name = fileOf(request.url);
  const kept = name && ((await (await caches.open(NAME)).match(SITE + name)) ?? (await caches.match(SITE + name)));
  const fetched = fetch(request).then((response) => {
    if (name && response.ok) event.waitUntil(keep(name, response.clone()));
    return response;
  });
  if (kept) {
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
    return Promise.race([fetched.catch(() => kept), late]);
  }
  return fetched.catch((error) => {
    if (request.mode !== "navigate") throw error;
    const headers = { "Content-Type": "text/html; charset=utf-8" };
    return new Response(PAGE.replace("SCOPE", SITE), { status: 503, headers });
  });
}

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(takeOver().then(() => clients.claim())));
addEventListener("fetch", (event) => {
  const { request } = event;
  const ours = request.method === "GET" && request.url.startsWith(SITE) && !request.headers.has("range");
  if (ours) event.respondWith(answer(event));
});

// A page tells what it was made of, before this script was there, or asks for everything.
addEventListener("message", (event) => {
  const { read, everything } = event.data;
  const work = async () => {
    const kept = new Set(await keptNames(NAME));
    const tell = () => event.source.postMessage({ kept: kept.size, of: FILES.size });
    for (const name of everything ? FILES : read.map(fileOf)) {
      if (!name || kept.has(name)) continue;
      await fetchAll([name]);
      kept.add(name);
      if (everything) tell();
    }
    tell();
  };
  event.waitUntil(work());
});
