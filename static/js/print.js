// Opens the printer's window where somebody asks for it; with scripts off the browser's own menu does the same.

const opener = document.getElementById("print-now");
if (opener) {
  opener.hidden = false;
  opener.addEventListener("click", () => print());
}
