// Comfort only: every page works without this file.
"use strict";

// A number is judged while it is typed: [data-checks] names the address that judges, the answer stands in the output beside it.
for (const field of document.querySelectorAll("[data-checks]")) {
  const output = document.getElementById(field.getAttribute("aria-describedby").split(" ").pop());
  let waiting = 0;
  let asked = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const mine = ++asked;
      const url = new URL(field.dataset.checks, location.href);
      url.searchParams.set("number", field.value);
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      if (mine !== asked || !answer.ok || answer.redirected) return;
      const { said, good } = await answer.json();
      output.textContent = said;
      output.className = good ? "help" : "wrong";
    }, 300);
  });
}

// What was typed is not lost by a slip of the finger, nor by a session that ends: the server counts from this page on.
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

// A page that tells how far a long work is loads itself again until it is done.
const working = document.querySelector("[data-again]");
if (working) setTimeout(() => location.reload(), Number(working.dataset.again));
