/**
 * Everything that a web page can try on a server of this machine.
 * A function of the server's address and a stolen token; gives one line for
 * each try: what it was and what the page could read of the answer.
 */
async ({ server, token }) => {
  const blocks = [{ id: "1", kind: "paragraph", text: "Text of an attacker." }];
  const body = JSON.stringify({ blocks });
  const own = JSON.stringify({ text: "Text of an attacker." });
  const json = { "Content-Type": "application/json" };
  const stolen = { ...json, Authorization: `Bearer ${token}` };
  const tries = [];

  const attempt = async (name, act) => {
    let read = "";
    try {
      read = (await act()) ?? "";
    } catch {
      read = "";
    }
    tries.push({ name, read });
  };
  const read = async (path, options = {}) => {
    const answer = await fetch(server + path, options);
    return `${answer.status} ${await answer.text()}`;
  };
  const loaded = (element, address) =>
    new Promise((resolve) => {
      element.onload = () => resolve("loaded");
      element.onerror = () => resolve("");
      // A frame that is refused says so by an error page, which loads.
      element.src = address;
      document.body.append(element);
    });

  for (const path of ["/v1/health", "/v1/openapi.json", "/", "/pair"]) {
    await attempt(`get ${path}`, () => read(path));
    await attempt(`get ${path} opaque`, () => read(path, { mode: "no-cors" }));
  }
  const posts = {
    plain: { method: "POST", body },
    opaque: { method: "POST", body, mode: "no-cors" },
    beacon: { method: "POST", body, mode: "no-cors", keepalive: true },
    cookies: { method: "POST", body, mode: "no-cors", credentials: "include" },
    json: { method: "POST", body, headers: json },
    stolen: { method: "POST", body, headers: stolen },
    lying: {
      method: "POST",
      body,
      headers: { ...stolen, Origin: "chrome-extension://" + "a".repeat(32) },
    },
  };
  for (const [name, options] of Object.entries(posts)) {
    await attempt(`post ${name}`, () => read("/v1/analyze", options));
  }
  await attempt("post own page", () =>
    read("/page/analyze", { method: "POST", body: own, headers: json }),
  );
  await attempt("steal the page's token", async () => {
    const page = await (await fetch(server + "/")).text();
    const words = page.match(/[\w-]{32,}/g) ?? [];
    for (const word of words) {
      await read("/page/analyze", {
        method: "POST",
        body: own,
        headers: { ...json, "X-Ascribe-Page": word },
      });
    }
    return words.join(" ");
  });
  await attempt("guess a code", () =>
    read("/v1/pair", {
      method: "POST",
      body: JSON.stringify({ code: "AAAA-AAAA-AAAA-AAAA" }),
      headers: json,
    }),
  );
  await attempt("beacon", () => {
    navigator.sendBeacon(server + "/v1/analyze", body);
  });
  await attempt("image", () => loaded(new Image(), server + "/v1/health"));
  await attempt("script", () =>
    loaded(document.createElement("script"), server + "/v1/openapi.json"),
  );
  await attempt("own script", () =>
    loaded(document.createElement("script"), server + "/static/home.js"),
  );
  await attempt("frame", async () => {
    const frame = document.createElement("iframe");
    await loaded(frame, server + "/");
    return frame.contentDocument?.body?.innerText ?? "";
  });
  await attempt("form", async () => {
    const frame = document.createElement("iframe");
    frame.name = "answer";
    document.body.append(frame);
    const form = document.createElement("form");
    Object.assign(form, {
      method: "post",
      enctype: "text/plain",
      action: server + "/v1/analyze",
      target: "answer",
    });
    const field = document.createElement("input");
    Object.assign(field, { name: body.slice(0, -1) + ',"x":"', value: '"}' });
    form.append(field);
    document.body.append(form);
    const arrived = new Promise((resolve) => (frame.onload = resolve));
    form.submit();
    await arrived;
    return frame.contentDocument?.body?.innerText ?? "";
  });
  await attempt("socket", () => {
    const socket = new WebSocket(server.replace("http", "ws") + "/v1/analyze");
    return new Promise((resolve) => {
      socket.onopen = () => resolve("open");
      socket.onerror = () => resolve("");
    });
  });
  return tries;
};
