// Convenience only: every page works without this file.
"use strict";

// Check a phone number while it is typed: [data-checks] is the URL, and the output beside the field shows the result.
for (const field of document.querySelectorAll("[data-checks]")) {
  const output = document.getElementById(field.getAttribute("aria-describedby").split(" ").pop());
  let waiting = 0;
  let latest = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const current = ++latest;
      const url = new URL(field.dataset.checks, location.href);
      url.searchParams.set("number", field.value);
      const response = await fetch(url, { headers: { Accept: "application/json" } });
      if (current !== latest || !response.ok || response.redirected) return;
      const { said, good } = await response.json();
      output.textContent = said;
      output.className = good ? "help" : "wrong";
    }, 300);
  });
}

// Warn before typed values are lost: on leaving the page, and before the session expires.
const changed = new Set();
for (const form of document.querySelectorAll("form.stack")) {
  form.addEventListener("input", () => { changed.add(form); });
  form.addEventListener("submit", () => { changed.delete(form); });
}
addEventListener("beforeunload", (event) => { if (changed.size) event.preventDefault(); });
const ending = document.querySelector("[data-warns-after]");
if (ending) setTimeout(() => {
  if (!changed.size) return;
  const warning = document.createElement("p");
  warning.className = "told care";
  warning.textContent = ending.dataset.says;
  ending.append(warning);
}, Number(ending.dataset.warnsAfter) * 1000);

// A page that shows the progress of a job reloads itself until the job ends.
const working = document.querySelector("[data-again]");
if (working) setTimeout(() => location.reload(), Number(working.dataset.again));
