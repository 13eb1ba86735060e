// A click on a notice marks it as read on the way to its page; without this module the button "Đánh dấu đã đọc" does that.
const plain = (event) => event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

document.querySelector(".inbox-list").addEventListener("click", (event) => {
  const link = event.target.closest(".what a");
  const form = link?.closest("li").querySelector("form[data-reads]");
  if (!form || !plain(event)) return;
  event.preventDefault();
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "mo", value: "1" }));
  form.submit();
});
