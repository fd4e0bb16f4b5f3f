// Shows the button that opens the print dialog. Without this script, the browser's own menu opens it.
"use strict";
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
