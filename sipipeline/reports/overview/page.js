"use strict";
(() => {
  const box = document.querySelector(".controls");
  const table = document.getElementById("unit-table");
  const open = () => {
    const unit = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (unit && unit.tagName === "DETAILS") unit.open = true;
  };
  window.addEventListener("hashchange", open);
  open();
  if (!table || !box) return;
  const rows = [...table.tBodies[0].rows];
  const input = box.querySelector("input");
  const buttons = [...box.querySelectorAll("button")];
  let verdict = "";
  const show = () => {
    const wanted = input.value.trim().toLowerCase();
    let count = 0;
    for (const row of rows) {
      row.hidden = (verdict && row.dataset.verdict !== verdict)
        || !row.textContent.toLowerCase().includes(wanted);
      count += row.hidden ? 0 : 1;
    }
    box.querySelector("output").textContent = `${count} / ${rows.length}`;
  };
  input.addEventListener("input", show);
  for (const button of buttons) {
    button.addEventListener("click", () => {
      verdict = button.value;
      for (const one of buttons) one.setAttribute("aria-pressed", String(one === button));
      show();
    });
  }
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, place) => {
    head.dataset.sort = "";
    head.addEventListener("click", () => {
      const down = head.dataset.sort !== "down";
      for (const one of heads) one.dataset.sort = "";
      head.dataset.sort = down ? "down" : "up";
      const value = (row) => {
        const cell = row.cells[place];
        return cell.dataset.value === undefined ? cell.textContent : Number(cell.dataset.value);
      };
      const compare = (one, other) => (typeof one === "number" && typeof other === "number"
        ? one - other : String(one).localeCompare(String(other), "zh"));
      rows.sort((one, other) => (down ? -1 : 1) * compare(value(one), value(other)));
      table.tBodies[0].append(...rows);
    });
  });
  box.hidden = false;
  show();
})();
