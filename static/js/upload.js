(() => {
  const form = document.querySelector('form[data-upload]');
  if (!form) return;
  const { upload, done, words } = form.dataset, input = form.elements.files, say = words.split('|');
  const wait = (ms, to) => new Promise(ok => { setTimeout(ok, ms); if (to) addEventListener(to, ok, { once: true }); });
  const b64 = text => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  const value = name => [...form.querySelectorAll(`[name=${name}]`)].filter(e => e.type != 'checkbox' || e.checked).map(e => e.value).join();
  const ask = (method, url, headers, body, seen = () => {}) => new Promise((ok, no) => {
    const x = new XMLHttpRequest();
    let timer;
    const alive = (ms = 6000) => { clearTimeout(timer); timer = setTimeout(() => x.abort(), ms); };
    x.open(method, url);
    for (const name in headers) x.setRequestHeader(name, headers[name]);
    x.setRequestHeader('Tus-Resumable', '1.0.0');
    x.setRequestHeader('X-CSRFToken', form.elements.csrf_token.value);
    x.upload.onprogress = e => { alive(); seen(e.loaded); };
    x.upload.onload = () => alive(15000);
    x.onload = () => { clearTimeout(timer); x.status < 500 ? ok(x) : no(); };
    x.onerror = x.onabort = no;
    alive(15000);
    x.send(body);
  });
  const send = async (file, show) => {
    const key = ['up', file.name, file.size, file.lastModified, value('unit_id')].join(':');
    let url = localStorage[key], at = -1, last = 0, size = 65536, pause = 200;
    for (;;) try {
      if (!url) {
        const meta = { filename: file.name, unit: value('unit_id'), readers: value('readers'), group: value('group'), declared: value('declared') };
        const x = await ask('POST', upload, { 'Upload-Length': file.size,
          'Upload-Metadata': Object.keys(meta).map(k => k + ' ' + b64(meta[k])).join() });
        if (x.status != 201) throw x.responseText || say[3];
        localStorage[key] = url = x.getResponseHeader('Location');
        at = 0;
      }
      if (at < 0) {
        const x = await ask('HEAD', url, {});
        if (x.status == 401) throw say[3];
        if (x.status != 200) { url = ''; continue; }
        at = +x.getResponseHeader('Upload-Offset');
        if (x.getResponseHeader('Upload-Document')) break;
        if (at <= last) size = Math.max(16384, size >> 1);
      }
      const began = Date.now(), piece = file.slice(last = at, at + size);
      const x = await ask('PATCH', url, { 'Upload-Offset': at, 'Content-Type': 'application/offset+octet-stream' }, piece,
        n => show((at + n) / file.size, say[0]));
      if (x.status == 409) { at = +(x.getResponseHeader('Upload-Offset') || -1); continue; }
      if (x.status != 204) { if (x.status > 403) delete localStorage[key]; throw x.responseText || say[3]; }
      at = +x.getResponseHeader('Upload-Offset');
      pause = 200;
      size = Math.max(16384, Math.min(524288, size * Math.min(2, 4000 / (Date.now() - began + 1)) | 0));
      if (x.getResponseHeader('Upload-Document')) break;
    } catch (why) {
      if (typeof why == 'string') throw why;
      show(-1, say[1]);
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
