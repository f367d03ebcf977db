/* CKAN 2.12 asks for its translations under a wrong name when the language tag has three parts (zh-Hans-CN), gets 400,
 * and then starts no module at all. Here: the right name, and a page that starts with English texts rather than not. */
(function (ckan, $) {
  'use strict';
  if (!ckan || !ckan.Client) { return; }
  var client = ckan.Client.prototype;

  client.getLocaleData = function (tag, success, error) {
    var locale = String(tag || '').replace(/-/g, '_');
    var ready = $.Deferred();
    $.getJSON(this.url('/api/i18n/' + locale))
      .done(function (data) { ready.resolve(data || {}); })
      .fail(function () { ready.resolve({}); });
    return ready.promise().then(success, error);
  };
})(window.ckan, window.jQuery);
