// Something is new: one neutral sentence, whatever came. Which plan and whose words is for the page to say.

sw.addEventListener("push", (event) => {
  event.waitUntil(
    pour("push").then((title) => sw.registration.showNotification(title.trim(), { tag: "news" })),
  );
});

sw.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(sw.clients.openWindow("/updates"));
});
