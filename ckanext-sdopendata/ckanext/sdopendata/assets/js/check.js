/* The self-check: says no to what is too large before a byte leaves, shows progress, and leads from error to error by
 * the keys n and p. Without this file the form works as any form. */
(function (ckan, $) {
  'use strict';
  if (!ckan || !ckan.module) { return; }

  var PLACES = '[data-finding]';

  /* n and p: the next and the previous finding of the page, its cell in focus where it is shown. */
  function jump(event) {
    var key = event.key, target = event.target;
    var typing = /^(input|textarea|select)$/i.test(target.tagName) && target.type !== 'file' && target.type !== 'submit';
    if ((key !== 'n' && key !== 'p') || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing) { return; }
    var places = Array.prototype.slice.call(document.querySelectorAll(PLACES));
    if (!places.length) { return; }
    var here = places.indexOf(document.activeElement.closest(PLACES));
    var next = here < 0 ? (key === 'n' ? 0 : places.length - 1) : (here + (key === 'n' ? 1 : -1) + places.length) % places.length;
    event.preventDefault();
    places[next].focus({preventScroll: true});
    places[next].scrollIntoView({block: 'center', inline: 'center'});
  }

  if (!document.documentElement.dataset.sdJump) {
    document.documentElement.dataset.sdJump = '1';
    document.addEventListener('keydown', jump);
  }

  ckan.module('sd-check', function () {
    return {
      options: {limit: 0},
      initialize: function () {
        var form = this.el[0], module = this;
        if (!window.FormData || !window.XMLHttpRequest || !window.DOMParser) { return; }
        this.input = form.querySelector('input[type=file][multiple]');
        this.wrong = form.querySelector('#sd-check-wrong');
        this.progress = form.querySelector('#sd-check-progress');
        form.addEventListener('change', function () { module.fits(); });
        form.addEventListener('submit', function (event) {
          if (!module.fits() || module.running) { event.preventDefault(); return; }
          if (event.submitter && event.submitter.value !== 'page') { return; }
          event.preventDefault();
          module.send(form);
        });
      },

      /* Whether the files keep to the limit; if not, the sentence that says so stands at the field. */
      fits: function () {
        var size = 0, limit = Number(this.options.limit), form = this.el[0];
        form.querySelectorAll('input[type=file]').forEach(function (input) {
          Array.prototype.forEach.call(input.files, function (file) { size += file.size; });
        });
        var over = size > limit;
        this.wrong.hidden = !over;
        this.wrong.textContent = over ? this._('Too large: %(size)s MB; at most %(limit)s MB in one go. Nothing was sent.', {
          size: (size / 1048576).toFixed(0), limit: Math.floor(limit / 1048576)
        }) : '';
        this.input.setAttribute('aria-invalid', over ? 'true' : 'false');
        return !over;
      },

      send: function (form) {
        var module = this, request = new XMLHttpRequest(), data = new FormData(form);
        var bar = this.progress.querySelector('progress'), said = this.progress.querySelector('p'), began = 0, clock;
        data.append('answer', 'page');
        this.running = true;
        this.progress.hidden = false;
        bar.value = 0;
        said.textContent = this._('Sending the file…');
        request.upload.addEventListener('progress', function (event) {
          if (event.lengthComputable) { bar.value = 100 * event.loaded / event.total; }
        });
        request.upload.addEventListener('load', function () {
          bar.removeAttribute('value');
          said.textContent = module._('The file has arrived; every row is being read…');
          began = Date.now();
          clock = window.setInterval(function () {
            said.textContent = module._('The file has arrived; every row is being read… %(seconds)s s', {
              seconds: Math.round((Date.now() - began) / 1000)
            });
          }, 2000);
        });
        request.addEventListener('loadend', function () {
          window.clearInterval(clock);
          module.running = false;
          module.progress.hidden = true;
          module.show(request);
        });
        request.open('POST', form.action);
        request.send(data);
      },

      /* The answer is the whole page; what stands below the form is taken over. */
      show: function (request) {
        var page = new window.DOMParser().parseFromString(request.responseText || '', 'text/html');
        var answer = page.getElementById('sd-check-answer'), here = document.getElementById('sd-check-answer');
        if (!answer || !answer.children.length) {
          this.wrong.textContent = request.status === 413 ? this._('The server takes no file of this size.')
            : this._('No answer came (%(status)s). Load the page again and repeat.', {status: request.status});
          this.wrong.hidden = false;
          return;
        }
        here.replaceWith(document.importNode(answer, true));
        var bounds = page.getElementById('sd-check-bounds'), stood = document.getElementById('sd-check-bounds');
        if (bounds && stood) { stood.replaceWith(document.importNode(bounds, true)); }
        var head = document.querySelector('#sd-verdict') || document.querySelector('#sd-check-answer [role=alert]');
        if (head) {
          head.setAttribute('tabindex', '-1');
          head.focus();
          head.scrollIntoView({block: 'start'});
        }
      }
    };
  });
})(window.ckan, window.jQuery);
