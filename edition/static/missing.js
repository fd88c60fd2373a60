// On the page for addresses that lead nowhere: where this script was found, the site is. Without a public address the
// page does not know in which folder it is shown, so it asks for this script in several.
"use strict";

const site = new URL("../../", document.currentScript.src);
for (const link of document.querySelectorAll("main a")) link.href = new URL(link.getAttribute("href"), site);
