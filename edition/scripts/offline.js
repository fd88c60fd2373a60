// Reading without a network: what was read is kept by the browser, and the button keeps everything. From the file system
// all is there anyway, and browsers run no such worker.

const manifest = document.querySelector("link[rel=manifest]");

async function register() {
  const workers = navigator.serviceWorker;
  await workers.register(new URL("worker.js", manifest.href));
  const { active } = await workers.ready;
  const read = [location.href, ...performance.getEntriesByType("resource").map((entry) => entry.name)];
  active.postMessage({ read });
  for (const button of document.querySelectorAll(".keep-all")) {
    const status = button.nextElementSibling;
    workers.addEventListener("message", ({ data: { kept, of } }) => {
      const whole = kept === of;
      button.hidden = whole;
      if (whole) status.textContent = status.dataset.whole;
      else if (button.disabled) status.textContent = `${Math.floor((100 * kept) / of)} %`;
    });
    button.addEventListener("click", () => {
      button.disabled = true;
      active.postMessage({ everything: true });
    });
  }
}

if (manifest && location.protocol !== "file:" && navigator.serviceWorker) addEventListener("load", register);
