/* Small comforts. Every page works without this file. */
(function (ckan, $) {
  'use strict';
  document.documentElement.classList.replace('no-js', 'js');
  if (!ckan || !ckan.module) { return; }

  /* "/" puts the cursor into the search box, unless somebody is typing. */
  ckan.module('sd-search', function () {
    return {
      initialize: function () {
        var box = this.el.find('input[type=search]');
        if (!box.length || document.documentElement.dataset.sdSlash) { return; }
        document.documentElement.dataset.sdSlash = '1';
        document.addEventListener('keydown', function (event) {
          var target = event.target;
          var typing = /^(input|textarea|select)$/i.test(target.tagName) || target.isContentEditable;
          if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing) { return; }
          event.preventDefault();
          box.trigger('focus').trigger('select');
        });
      }
    };
  });

  /* On a narrow screen the row of pages scrolls: bring the current one into view. */
  ckan.module('sd-nav', function () {
    return {
      initialize: function () {
        var list = this.el.find('ul')[0], current = this.el.find('[aria-current]')[0];
        if (list && current) { list.scrollLeft = current.offsetLeft - (list.clientWidth - current.offsetWidth) / 2; }
      }
    };
  });

  /* A button that copies the text it stands beside; hidden where the browser offers no clipboard. */
  ckan.module('sd-copy', function () {
    return {
      initialize: function () {
        if (!navigator.clipboard) { return; }
        var button = this.el, text = button.attr('data-text'), done = this._('Copied'), label = button.attr('aria-label');
        button.prop('hidden', false).on('click', function () {
          navigator.clipboard.writeText(text).then(function () {
            button.attr('aria-label', done).attr('title', done).addClass('sd-copied');
            $('#sd-live').text(done);
            window.setTimeout(function () { button.attr('aria-label', label).attr('title', label).removeClass('sd-copied'); }, 2000);
          });
        });
      }
    };
  });

  /* Marks the section of a long page that is being read in the row of anchors. */
  ckan.module('sd-anchors', function () {
    return {
      initialize: function () {
        if (!window.IntersectionObserver) { return; }
        var links = this.el.find('a[href^="#"]');
        var sections = links.map(function () { return document.getElementById(this.hash.slice(1)); });
        var seen = new window.IntersectionObserver(function (entries) {
          entries.forEach(function (entry) {
            if (!entry.isIntersecting) { return; }
            links.each(function () {
              if (this.hash === '#' + entry.target.id) { this.setAttribute('aria-current', 'true'); } else { this.removeAttribute('aria-current'); }
            });
          });
        }, {rootMargin: '-90px 0px -70% 0px'});
        sections.each(function () { seen.observe(this); });
      }
    };
  });
})(window.ckan, window.jQuery);
