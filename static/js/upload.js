(() => {
  const form = document.querySelector('form[data-upload]');
  if (!form) return;
  const { upload, done, words } = form.dataset, input = form.elements.files, say = words.split('|');
  const wait = (ms, to) => new Promise(ok => { setTimeout(ok, ms); if (to) addEventListener(to, ok, { once: true }); });
  const b64 = text => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  const value = name => [...form.querySelectorAll(`[name=${name}]`)].filter(e => e.type != 'checkbox' || e.checked).map(e => e.value).join();
  const [FIRST, LEAST, MOST] = [262144, 16384, 1048576];
  // A system takes a megabyte into its buffers at once: silence says nothing. `going` asks the portal in its place.
  const ask = (method, url, headers, body, seen = () => {}, going) => new Promise((ok, no) => {
    const x = new XMLHttpRequest();
    let timer;
    const alive = () => { clearTimeout(timer); timer = setTimeout(silent, going ? 5000 : 8000); };
    const silent = async () => { if (going && await going()) { if (x.readyState < 4) alive(); } else x.abort(); };
    x.open(method, url);
    for (const name in headers) x.setRequestHeader(name, headers[name]);
    x.setRequestHeader('Tus-Resumable', '1.0.0');
    x.setRequestHeader('X-CSRFToken', form.elements.csrf_token.value);
    x.upload.onprogress = e => { alive(); seen(e.loaded); };
    x.onload = () => { clearTimeout(timer); x.status < 500 || x.status == 507 ? ok(x) : no(); };
    x.onerror = x.onabort = () => { clearTimeout(timer); no(); };
    alive();
    x.send(body);
  });
  const told = x => /^text\/plain/.test(x.getResponseHeader('Content-Type')) && x.responseText || say[x.status == 507 ? 4 : 3];
  const offset = x => +(x.getResponseHeader('Upload-Offset') || -1);
  const send = async (file, show) => {
    const key = ['up', file.name, file.size, file.lastModified, value('unit_id')].join(':');
    let url = localStorage[key], at = -1, last = -1, size = FIRST, most = MOST, pause = 100, ahead = -1, x;
    for (;;) try {
      if (!url) {
        const meta = { filename: file.name, unit: value('unit_id'), readers: value('readers'), group: value('group'), declared: value('declared') };
        x = await ask('POST', upload, { 'Upload-Length': file.size,
          'Upload-Metadata': Object.keys(meta).map(k => k + ' ' + b64(meta[k])).join() });
        if (x.status != 201) throw told(x);
        localStorage[key] = url = x.getResponseHeader('Location');
        at = 0;
      }
      if (at < 0) {
        x = await ask('HEAD', url, {});
        if (x.status == 401 || x.status == 507) throw told(x);
        if (x.status != 200) { url = ''; continue; }
        at = offset(x);
        if (x.getResponseHeader('Upload-Document')) break;
        // Nothing of a torn piece came through: something on the way holds pieces back till they are whole.
        if (at <= last) most = size = Math.max(LEAST, size >> 1);
      }
      const from = last = at;
      ahead = -1;
      x = await ask('PATCH', url, { 'Upload-Offset': at, 'Content-Type': 'application/offset+octet-stream' },
        file.slice(at, at + size), n => show((from + n) / file.size, say[0]),
        () => ask('HEAD', url, {}).then(x => { ahead = offset(x); return ahead <= from; }, () => false));
      if (x.status != 204 && x.status != 409) { if (x.status > 403 && x.status < 500) delete localStorage[key]; throw told(x); }
      at = offset(x);
      if (x.getResponseHeader('Upload-Document')) break;
      if (at == last) throw 0;
      if (x.status == 409) most = MOST;
      pause = 100;
      if (x.status == 204) size = Math.min(most, size * 2);
    } catch (why) {
      if (typeof why == 'string') throw why;
      show(-1, say[1]);
      at = ahead;  // further than where the piece began: the rest of a torn one is known already
      if (at > last) { ahead = -1; continue; }
      at = -1;
      await wait(pause, 'online');
      pause = Math.min(8000, pause * 2);
    }
    delete localStorage[key];
  };
  form.addEventListener('submit', async event => {
    if (!input.files.length || !value('declared') || !value('readers')) return;
    event.preventDefault();
    event.stopPropagation();
    const button = form.querySelector('button'), list = document.getElementById('sending');
    button.disabled = true;
    let failed = 0;
    for (const file of input.files) {
      const row = document.createElement('li'), bar = document.createElement('progress'), word = document.createElement('span');
      row.append(file.name + ' ', bar, ' ', word);
      list.append(row);
      const show = (part, text) => { if (part >= 0) bar.value = part; word.textContent = text; };
      try { await send(file, show); show(1, say[2]); } catch (why) { failed++; show(0, why); }
    }
    button.disabled = false;
    if (failed) input.value = ''; else location.assign(done);
  });
  form.addEventListener('dragover', event => event.preventDefault());
  form.addEventListener('drop', event => { event.preventDefault(); input.files = event.dataTransfer.files; });
})();
